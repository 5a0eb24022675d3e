package io.spillway.bench.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.contract.cluster.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/** The same requests to an engine, and through a cluster whose worker has the same model: what the way there costs. */
final class Through {
    /** So many for each slot: while one call ends and the next begins is where a cluster could lose time. */
    private static final int REQUESTS_PER_SLOT = 3;

    private Through() {}

    /** Both take turns, so that what else the machine does befalls both. */
    static void measure(Path file, Target.Engine engine, int slots, int runs, RunningCluster cluster)
            throws IOException {
        int requests = slots * REQUESTS_PER_SLOT;
        System.out.printf(
                "%d requests of about 100 tokens, answered with up to 64; slots: %d; tokens written in a second%n"
                        + "  run    engine  through the cluster   share%n",
                requests, slots);
        List<Double> shares = new ArrayList<>();
        try (OpenEngine open = OpenEngine.of(file, engine, slots)) {
            open.answer(requests(0, slots));
            cluster.answer(requests(0, slots));
            for (int run = 1; run <= runs; run++) {
                double direct = rate(requests(run, requests), open::answer);
                double through = rate(requests(run, requests), cluster::answer);
                System.out.printf("%5d  %8.2f  %19.2f  %4.1f %%%n", run, direct, through, 100 * through / direct);
                shares.add(through / direct);
            }
        }
        System.out.printf(
                "median: %.1f %%%n", 100 * shares.stream().sorted().toList().get(runs / 2));
    }

    private static List<ObjectNode> requests(int run, int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> Prompt.request(run, number))
                .toList();
    }

    private static double rate(List<ObjectNode> requests, ToLongFunction<List<ObjectNode>> answering) {
        long begun = System.nanoTime();
        long written = answering.applyAsLong(requests);
        return written * 1e9 / (System.nanoTime() - begun);
    }
}
