package io.spillway.standalone.supervise;

import io.spillway.standalone.layout.ClusterLayout;
import io.spillway.standalone.layout.Complaint;
import io.spillway.standalone.layout.Home;
import io.spillway.standalone.layout.ProcessSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** Waits until every process of a layout is ready. */
public final class Readiness {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    /** A process that is asked more often fills its log with answers that it is not ready yet. */
    private static final Duration ASK_EVERY = Duration.ofMillis(250);

    private static final int DEATHS_TO_GIVE_UP = 3;
    private static final int LINES_SHOWN = 12;

    private final Home home;
    private final Supplier<Optional<ClusterState>> state;

    /** @param state what runs, empty once its supervisor is gone */
    public Readiness(Home home, Supplier<Optional<ClusterState>> state) {
        this.home = home;
        this.state = state;
    }

    /**
     * Returns once all are ready.
     *
     * @param ready told of each process and the time since the start of the wait
     * @throws Complaint if one keeps dying, or takes longer than two minutes
     */
    public void await(ClusterLayout layout, BiConsumer<ProcessSpec, Duration> ready) {
        long start = System.nanoTime();
        List<ProcessSpec> pending = new ArrayList<>(layout.processes());
        boolean all = Ending.await(
                () -> {
                    giveUpOnWhatKeepsDying();
                    pending.removeIf(spec -> isReady(spec, start, ready));
                    return pending.isEmpty();
                },
                LIMIT,
                ASK_EVERY);
        if (!all) {
            throw complaint(pending.getFirst().name(), "is not ready after " + LIMIT.toSeconds() + " s");
        }
    }

    private static boolean isReady(ProcessSpec spec, long start, BiConsumer<ProcessSpec, Duration> ready) {
        boolean now = Probe.ready(spec.probe());
        if (now) {
            ready.accept(spec, Duration.ofNanos(System.nanoTime() - start));
        }
        return now;
    }

    private void giveUpOnWhatKeepsDying() {
        ClusterState now = state.get()
                .orElseThrow(() -> new Complaint(
                        "The supervisor ended while the cluster was starting.",
                        home.log("supervisor").toString(),
                        "Read that log, then start again."));
        for (ProcessState process : now.processes()) {
            if (process.restarts() >= DEATHS_TO_GIVE_UP && !process.alive()) {
                throw complaint(process.name(), "keeps dying");
            }
        }
    }

    private Complaint complaint(String name, String what) {
        Path log = home.log(name);
        return new Complaint(
                name + " " + what + "; its last lines:\n" + lastLines(log),
                log.toString(),
                "Read that log (./spillway logs " + name + "), then start again.");
    }

    private static String lastLines(Path log) {
        try {
            List<String> lines = Files.readAllLines(log);
            List<String> last = lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size());
            return "    " + String.join("\n    ", last);
        } catch (IOException e) {
            return "    (none)";
        }
    }
}
