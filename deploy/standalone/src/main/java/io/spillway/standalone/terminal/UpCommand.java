package io.spillway.standalone.terminal;

import io.spillway.standalone.layout.AdminKey;
import io.spillway.standalone.layout.ClusterLayout;
import io.spillway.standalone.layout.ClusterOptions;
import io.spillway.standalone.layout.Complaint;
import io.spillway.standalone.layout.Home;
import io.spillway.standalone.layout.LayoutPlan;
import io.spillway.standalone.layout.Outside;
import io.spillway.standalone.supervise.ClusterState;
import io.spillway.standalone.supervise.DetachedSupervisor;
import io.spillway.standalone.supervise.Leftovers;
import io.spillway.standalone.supervise.ProcessMark;
import io.spillway.standalone.supervise.Readiness;
import io.spillway.standalone.supervise.StartLock;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts the cluster, waits until it is ready and has it answer one question. */
@Command(
        name = "up",
        description = "Start everything in the background, and ask one sample question.",
        mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {
    private static final Duration SAMPLE_LIMIT = Duration.ofSeconds(60);

    @Mixin
    private PortOptions ports = new PortOptions();

    @Option(
            names = "--workers",
            split = ",",
            paramLabel = "KIND=N",
            description = "how many workers: local=2,cloud=1; other kinds as the configuration needs them")
    private Map<String, Integer> workers = new LinkedHashMap<>();

    @Option(names = "--kafka", paramLabel = "HOST:PORT", description = "use this Kafka instead of starting one")
    private @Nullable String kafka;

    @Option(names = "--redis", paramLabel = "URI", description = "use this Redis instead of starting one")
    private @Nullable String redis;

    @Option(names = "--foreground", description = "stay until Ctrl-C, then take everything down")
    private boolean foreground;

    private final Screen screen = new Screen();

    @Override
    public Integer call() throws IOException {
        Home home = Place.home();
        try (StartLock lock =
                StartLock.take(home, () -> screen.line("Another start is under way here; waiting for it."))) {
            Optional<ClusterState> running = ClusterState.running(home);
            if (running.isPresent()) {
                screen.line("Spillway is already running.");
            } else {
                start(home);
            }
        }
        ClusterState state = Place.running();
        new Farewell(screen).print(state, AdminKey.read(home.adminKey()));
        if (foreground) {
            stay(home, state.supervisor());
        }
        return 0;
    }

    private void start(Home home) throws IOException {
        if (Leftovers.end(home)) {
            screen.line("Ended what an earlier run had left behind.");
        }
        String key = AdminKey.readOrMake(home.adminKey());
        ClusterLayout layout = LayoutPlan.draw(options(home));
        screen.line("Starting " + layout.processes().stream().map(p -> p.name()).collect(Collectors.joining(", ")));
        try (TakeDownAtExit whileStarting = new TakeDownAtExit(screen, home)) {
            launch(home, layout, whileStarting);
            new SampleJob(screen).ask(layout.url(), key, SAMPLE_LIMIT);
        }
    }

    private void launch(Home home, ClusterLayout layout, TakeDownAtExit atExit) throws IOException {
        DetachedSupervisor.launch(home, layout);
        try {
            new Readiness(home, () -> ClusterState.running(home))
                    .await(layout, (spec, after) -> screen.done(spec.name(), after, "127.0.0.1:" + spec.port()));
        } catch (Complaint e) {
            atExit.waitIfUnderWay();
            Leftovers.end(home);
            throw e;
        }
    }

    private void stay(Home home, ProcessMark supervisor) {
        screen.line("");
        screen.line("Ctrl-C ends it.");
        try (TakeDownAtExit untilItEnds = new TakeDownAtExit(screen, home)) {
            supervisor.handle().ifPresent(handle -> handle.onExit().join());
        }
    }

    private ClusterOptions options(Home home) {
        return ClusterOptions.of(Place.root(), home.dir())
                .ports(ports.wishes())
                .workers(workers)
                .outside(new Outside(kafka, redis));
    }
}
