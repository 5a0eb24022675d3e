package io.spillway.standalone.supervise;

import io.spillway.standalone.layout.ClusterLayout;
import io.spillway.standalone.layout.Home;
import io.spillway.standalone.layout.Json;
import io.spillway.standalone.layout.ProcessSpec;
import io.spillway.standalone.layout.ProcessSpec.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs a layout: the stores, and once they are ready the applications; ends them in the opposite order. */
public final class Supervisor {
    private static final Duration STORES_LIMIT = Duration.ofSeconds(90);
    private static final Duration DRAIN = Duration.ofSeconds(14);
    private static final Duration STORE_STOP = Duration.ofSeconds(8);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final Home home;
    private final ClusterLayout layout;
    private final ProcessMark self = ProcessMark.of(ProcessHandle.current());
    private final Map<String, KeptProcess> kept = new LinkedHashMap<>();
    private final Thread opening;
    private final Thread looking;
    private @Nullable ClusterState written;
    private boolean stopped;

    private Supervisor(Home home, ClusterLayout layout) {
        this.home = home;
        this.layout = layout;
        for (ProcessSpec spec : layout.processes()) {
            kept.put(spec.name(), new KeptProcess(spec, home.log(spec.name()), this::record));
        }
        this.opening = Thread.ofVirtual().name("open").unstarted(this::open);
        this.looking = Thread.ofVirtual().name("look-for-engines").unstarted(this::look);
    }

    /** Begins to start everything and returns at once; {@link Readiness} tells when it is done. */
    public static Supervisor start(Home home, ClusterLayout layout) throws IOException {
        Files.createDirectories(home.logs());
        Supervisor supervisor = new Supervisor(home, layout);
        supervisor.record();
        supervisor.opening.start();
        supervisor.looking.start();
        return supervisor;
    }

    /** What runs now. */
    public ClusterState state() {
        List<ProcessState> states =
                kept.values().stream().map(KeptProcess::state).toList();
        return new ClusterState(layout.url(), layout.managementUrl(), self, states);
    }

    /** Ends one process; it stays down until {@link #start(String)}. */
    public void stop(String name) {
        process(name).stop(DRAIN);
    }

    /** Starts one process that was stopped. */
    public void start(String name) {
        process(name).start();
    }

    /** Ends everything, within 25 s, and leaves no process. */
    public void stop() {
        opening.interrupt();
        looking.interrupt();
        stopAll(Stage.APPLICATION, DRAIN);
        stopAll(Stage.STORE, STORE_STOP);
        synchronized (this) {
            stopped = true;
            try {
                Files.deleteIfExists(home.state());
            } catch (IOException e) {
                System.out.println("cannot remove " + home.state() + ": " + e.getMessage());
            }
        }
    }

    private KeptProcess process(String name) {
        KeptProcess found = kept.get(name);
        if (found == null) {
            throw new IllegalArgumentException("no process is named " + name + "; there are " + kept.keySet());
        }
        return found;
    }

    private List<KeptProcess> of(Stage stage) {
        return kept.values().stream()
                .filter(process -> process.spec().stage() == stage)
                .toList();
    }

    private void open() {
        of(Stage.STORE).forEach(KeptProcess::start);
        boolean ready = Ending.await(
                () -> layout.processesOf(Stage.STORE).stream().allMatch(spec -> Probe.ready(spec.probe())),
                STORES_LIMIT);
        if (!ready) {
            System.out.println("Kafka and Redis take long; the rest starts without waiting for them any longer");
        }
        if (!Thread.currentThread().isInterrupted()) {
            of(Stage.APPLICATION).forEach(KeptProcess::start);
        }
    }

    private void stopAll(Stage stage, Duration grace) {
        List<Thread> stops = new ArrayList<>();
        for (KeptProcess process : of(stage)) {
            stops.add(Thread.startVirtualThread(() -> process.stop(grace)));
        }
        for (Thread stop : stops) {
            try {
                stop.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Engines come and go without the supervisor's doing; they must be known should it be killed. */
    private void look() {
        try {
            while (true) {
                Thread.sleep(LOOK_EVERY);
                record();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void record() {
        ClusterState now = state();
        if (stopped || now.equals(written)) {
            return;
        }
        try {
            Json.replace(home.state(), now);
            written = now;
        } catch (IOException e) {
            System.out.println("cannot write " + home.state() + ": " + e.getMessage());
        }
    }
}
