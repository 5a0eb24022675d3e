package io.spillway.gateway.forecast;

import java.util.List;
import java.util.OptionalDouble;

/** When it will be a job's turn: the time after which its plan's targets have begun as many jobs as its place. */
final class StartEstimate {
    /** Nobody can look further ahead. */
    private static final double HORIZON_S = 48 * 3_600;

    private static final double EXACT_S = 0.05;

    private StartEstimate() {}

    /**
     * Seconds until the job at {@code position} begins.
     *
     * @param position 1 is next
     * @return nothing if what is known does not say, or says later than 48 h
     */
    static OptionalDouble seconds(long position, List<Capacity> targets) {
        if (begun(targets, HORIZON_S) < position) {
            return OptionalDouble.empty();
        }
        double low = 0;
        double high = HORIZON_S;
        while (high - low > EXACT_S) {
            double middle = (low + high) / 2;
            if (begun(targets, middle) >= position) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return OptionalDouble.of(high <= EXACT_S ? 0 : high);
    }

    private static double begun(List<Capacity> targets, double time) {
        return targets.stream().mapToDouble(target -> target.begunAfter(time)).sum();
    }
}
