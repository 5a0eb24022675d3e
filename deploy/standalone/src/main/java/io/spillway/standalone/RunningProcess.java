package io.spillway.standalone;

import io.spillway.standalone.supervise.EngineState;
import io.spillway.standalone.supervise.Probe;
import io.spillway.standalone.supervise.ProcessMark;
import io.spillway.standalone.supervise.ProcessState;
import io.spillway.standalone.supervise.Supervisor;
import java.util.List;

/** One process of a {@link ClusterRun}, to be looked at and mistreated. */
public final class RunningProcess {
    private final String name;
    private final Supervisor supervisor;

    RunningProcess(String name, Supervisor supervisor) {
        this.name = name;
        this.supervisor = supervisor;
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** Its number now; it changes with each restart. */
    public long pid() {
        return mark().pid();
    }

    /** Where it is spoken to; for a worker the management port. */
    public int port() {
        return state().port();
    }

    /** How often it was started again. */
    public int restarts() {
        return state().restarts();
    }

    /** Whether it says it is ready, asked this moment. */
    public boolean ready() {
        return Probe.ready(state().probe());
    }

    /** The model engines below it. */
    public List<EngineState> engines() {
        return state().engines();
    }

    /** {@code kill -9}: it is started again after the backoff. */
    public void kill() {
        mark().handle().ifPresent(ProcessHandle::destroyForcibly);
    }

    /** SIGTERM: it drains, and is started again after the backoff. */
    public void terminate() {
        mark().handle().ifPresent(ProcessHandle::destroy);
    }

    /** Ends it in good order and leaves it down. */
    public void stop() {
        supervisor.stop(name);
    }

    /** Starts it after {@link #stop}; does not wait for it to be ready. */
    public void start() {
        supervisor.start(name);
    }

    private ProcessMark mark() {
        ProcessMark mark = state().mark();
        if (mark == null) {
            throw new IllegalStateException(name + " does not run at the moment");
        }
        return mark;
    }

    private ProcessState state() {
        return supervisor
                .state()
                .process(name)
                .orElseThrow(() -> new IllegalArgumentException("no process is named " + name));
    }
}
