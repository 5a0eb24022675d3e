package io.spillway.journey;

import io.spillway.journey.language.ClosedLoop;
import io.spillway.journey.language.GrowingCluster;
import io.spillway.testing.provider.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Measures what more workers and more gateways bring, and what a job costs: {@code ./spillway bench cluster}. Run when
 * asked for by its name; the figures are in docs/benchmarks.md.
 */
class Scaling {
    private static final int RUNS = Integer.getInteger("spillway.runs", 3);
    private static final Duration RUN = Duration.ofSeconds(Integer.getInteger("spillway.seconds", 4));
    private static final Duration SETTLE = RUN.multipliedBy(3).dividedBy(4);
    /** For each process that was started: a young one compiles its code beside its work, and would be measured doing so. */
    private static final Duration WARM = Duration.ofSeconds(Integer.getInteger("spillway.warm", 20));

    private static final int CLIENTS = Integer.getInteger("spillway.clients", 64);
    private static final int WAITING = Integer.getInteger("spillway.waiting", 10_000);

    /** So many gateways and workers. */
    private record Size(int gateways, int workers) {
        int startedAfter(Size before) {
            return Math.max(0, gateways - before.gateways) + Math.max(0, workers - before.workers);
        }
    }

    /** Steps that start few processes. */
    private static final List<Size> SIZES =
            List.of(new Size(2, 4), new Size(1, 4), new Size(1, 2), new Size(1, 1), new Size(2, 1), new Size(2, 2));

    /** With few slots the workers are what is short, as where calls take long and must not be many at once. */
    private static final int FEW_SLOTS = 8;

    private static final List<Size> GROWING = List.of(new Size(1, 1), new Size(1, 2), new Size(1, 4));

    /** What one run gave. */
    private record Row(double rate, double median, double slow, double gatewayCpu, double workerCpu, double refused) {}

    @Test
    void moreWorkersAndMoreGateways() throws IOException {
        try (GrowingCluster cluster = GrowingCluster.start()) {
            say(cluster.described());
            say(
                    "%d runs of %d s for each line, the median of them; %d clients, each with one request under way that is"
                            + " held until the job has ended",
                    RUNS, RUN.toSeconds(), CLIENTS);
            say(
                    "| provider | gateways | workers | jobs/s | p50 ms | p99 ms | gateway CPU ms/job | worker CPU ms/job | refused |");
            say("|---|---|---|---|---|---|---|---|---|");
            Size last = measure(cluster, SIZES, new Size(0, 0), Duration.ZERO, Duration.ofMillis(50));
            cluster.resize(1, 0);
            cluster.slots(FEW_SLOTS);
            say("the same with %d slots in each worker", FEW_SLOTS);
            measure(cluster, GROWING, new Size(last.gateways(), 0), Duration.ofMillis(400));
            alone(cluster);
            bytes(cluster);
        }
    }

    /** Goes through {@code sizes}, with each of {@code delays}; the last size. */
    private static Size measure(GrowingCluster cluster, List<Size> sizes, Size begin, Duration... delays) {
        Size before = begin;
        for (Size size : sizes) {
            cluster.resize(size.gateways(), size.workers());
            loop(cluster).run(WARM.multipliedBy(size.startedAfter(before)));
            before = size;
            for (Duration delay : delays) {
                measure(cluster, size, delay);
            }
        }
        return before;
    }

    private static void measure(GrowingCluster cluster, Size size, Duration delay) {
        cluster.answer(Reply.text("You said: {prompt}").after(delay));
        loop(cluster).run(SETTLE);
        List<Row> rows = new ArrayList<>();
        for (int run = 0; run < RUNS; run++) {
            double gateways = cluster.gatewayCpu();
            double workers = cluster.workerCpu();
            ClosedLoop.Figures seen = loop(cluster).run(RUN);
            assertThat(seen.count()).isPositive();
            rows.add(new Row(
                    seen.rate(),
                    seen.quantile(0.5),
                    seen.quantile(0.99),
                    1000 * (cluster.gatewayCpu() - gateways) / seen.count(),
                    1000 * (cluster.workerCpu() - workers) / seen.count(),
                    seen.failures().size()));
        }
        say(
                "| %d ms | %d | %d | %.0f | %.0f | %.0f | %.2f | %.2f | %.0f |",
                delay.toMillis(),
                size.gateways(),
                size.workers(),
                median(rows, Row::rate),
                median(rows, Row::median),
                median(rows, Row::slow),
                median(rows, Row::gatewayCpu),
                median(rows, Row::workerCpu),
                median(rows, Row::refused));
    }

    /** One client, so that nobody waits for anybody. */
    private static void alone(GrowingCluster cluster) {
        cluster.resize(1, 1);
        cluster.answer(Reply.text("You said: {prompt}"));
        ClosedLoop.Figures seen = new ClosedLoop(cluster.fronts(), 1).run(RUN);
        say("one client alone, provider 0 ms: p50 %.1f ms, p99 %.1f ms", seen.quantile(0.5), seen.quantile(0.99));
    }

    private static void bytes(GrowingCluster cluster) throws IOException {
        long logged = cluster.loggedBytes();
        ClosedLoop.Figures ended = loop(cluster).run(RUN);
        say(
                "Kafka, per job that ended, one copy: %,.0f bytes (a request of %d bytes)",
                (double) (cluster.loggedBytes() - logged) / ended.count(), ClosedLoop.REQUEST_BYTES);
        long before = cluster.redisBytes();
        cluster.fillWaitingRoom(WAITING);
        say("Redis, per job that waits: %,.0f bytes", (double) (cluster.redisBytes() - before) / WAITING);
    }

    private static ClosedLoop loop(GrowingCluster cluster) {
        return new ClosedLoop(cluster.fronts(), CLIENTS);
    }

    private static double median(List<Row> rows, ToDoubleFunction<Row> figure) {
        double[] sorted = rows.stream().mapToDouble(figure).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private static void say(String text, Object... values) {
        System.out.printf(Locale.ROOT, "figures: " + text + "%n", values);
    }
}
