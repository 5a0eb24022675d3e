package io.spillway.journey.language;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A window of a limit, after the fact.
 *
 * @param used by all jobs that are counted in it, in the end
 * @param promised the most that was used or reserved when a job was let on, that job included
 */
public record QuotaWindow(String scope, String word, Instant start, long most, long used, long promised) {
    /** All that one tenant's or key's jobs were counted in. */
    static Stream<QuotaWindow> of(Bounded.Scope scope, List<Taken> taken) {
        return scope.limits().most().keySet().stream().filter(Limits::isWindow).flatMap(word -> {
            Map<Instant, List<Taken>> windows = taken.stream()
                    .filter(each -> each.isOf(scope))
                    .collect(Collectors.groupingBy(each -> Limits.start(word, each.counted())));
            return windows.entrySet().stream().map(window -> of(scope, word, window.getKey(), window.getValue()));
        });
    }

    private static QuotaWindow of(Bounded.Scope scope, String word, Instant start, List<Taken> taken) {
        return new QuotaWindow(
                scope.counter(),
                word,
                start,
                scope.limits().most().get(word),
                taken.stream().mapToLong(each -> each.real().of(word)).sum(),
                taken.stream()
                        .mapToLong(each -> promised(each, taken, word))
                        .max()
                        .orElse(0));
    }

    private static long promised(Taken last, List<Taken> taken, String word) {
        return last.estimate().of(word)
                + taken.stream()
                        .filter(each -> each != last)
                        .mapToLong(each -> each.seenBy(last, word))
                        .sum();
    }

    /** The share of the limit that was used, at most. */
    public double ratio() {
        return Math.max(used, promised) / (double) most;
    }

    /** How much beyond its limit; 0 if none. */
    public long over() {
        return Math.max(0, Math.max(used, promised) - most);
    }
}
