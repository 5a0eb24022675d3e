package io.spillway.bench.engine;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What an engine gave.
 *
 * @param prompt tokens of prompts read in a second, in all slots together
 * @param answer tokens of answers written in a second, in all slots together
 */
record Speed(double prompt, double answer) {
    static Speed median(List<Speed> runs) {
        return new Speed(median(runs, Speed::prompt), median(runs, Speed::answer));
    }

    private static double median(List<Speed> runs, ToDoubleFunction<Speed> figure) {
        return runs.stream()
                .mapToDouble(figure)
                .sorted()
                .skip(runs.size() / 2)
                .findFirst()
                .orElse(0);
    }
}
