package io.spillway.standalone;

import io.spillway.standalone.layout.AdminKey;
import io.spillway.standalone.layout.ClusterLayout;
import io.spillway.standalone.layout.ClusterOptions;
import io.spillway.standalone.layout.Home;
import io.spillway.standalone.layout.LayoutPlan;
import io.spillway.standalone.supervise.ClusterState;
import io.spillway.standalone.supervise.Leftovers;
import io.spillway.standalone.supervise.Readiness;
import io.spillway.standalone.supervise.StartLock;
import io.spillway.standalone.supervise.Supervisor;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A cluster whose supervisor lives in this JVM: ready when one gets hold of it, gone when it is closed. */
public final class ClusterRun implements AutoCloseable {
    private final Home home;
    private final ClusterLayout layout;
    private final String adminKey;
    private final Supervisor supervisor;
    private final Thread atExit;

    private ClusterRun(Home home, ClusterLayout layout, String adminKey) throws IOException {
        this.home = home;
        this.layout = layout;
        this.adminKey = adminKey;
        this.supervisor = Supervisor.start(home, layout);
        this.atExit = new Thread(supervisor::stop, "stop-cluster");
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** Starts a cluster and waits until all of it is ready; what an earlier run left in its home is ended first. */
    public static ClusterRun start(ClusterOptions options) throws IOException {
        Home home = options.home();
        try (StartLock lock = StartLock.take(home, () -> {})) {
            Leftovers.end(home);
            String key = AdminKey.readOrMake(home.adminKey());
            ClusterRun run = new ClusterRun(home, LayoutPlan.draw(options), key);
            run.awaitReadyOrClose();
            return run;
        }
    }

    private void awaitReadyOrClose() {
        try {
            awaitReady();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Waits until every process is ready (again). */
    public void awaitReady() {
        new Readiness(home, () -> Optional.of(supervisor.state())).await(layout, (spec, after) -> {});
    }

    /** The API's address, without a slash at its end. */
    public String url() {
        return layout.url();
    }

    /** The gateway's management address. */
    public String managementUrl() {
        return layout.managementUrl();
    }

    /** The admin key. */
    public String adminKey() {
        return adminKey;
    }

    /** Where data and logs are. */
    public Home home() {
        return home;
    }

    /** What runs now. */
    public ClusterState state() {
        return supervisor.state();
    }

    /** One process, by the name that {@code status} shows. */
    public RunningProcess process(String name) {
        return new RunningProcess(name, supervisor);
    }

    /** All processes, in the order they started. */
    public List<RunningProcess> processes() {
        return layout.processes().stream().map(spec -> process(spec.name())).toList();
    }

    @Override
    public void close() {
        supervisor.stop();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // The JVM is ending and runs that hook itself.
        }
    }
}
