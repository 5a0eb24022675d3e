package io.spillway.standalone.supervise;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Ends processes: asks, waits, then kills what is left. */
final class Ending {
    private static final Duration AFTER_KILL = Duration.ofSeconds(3);
    private static final Duration POLL = Duration.ofMillis(25);

    private Ending() {}

    /** Ends these processes and all their descendants; returns once they are gone. */
    static void end(Collection<ProcessMark> marks, Duration grace) {
        List<ProcessMark> all = new ArrayList<>(marks);
        // Taken before anything ends: the children of a dead parent can no longer be found through it.
        marks.forEach(mark -> all.addAll(descendants(mark)));
        marks.forEach(mark -> mark.handle().ifPresent(ProcessHandle::destroy));
        if (!await(() -> gone(marks), grace)) {
            marks.forEach(mark -> all.addAll(descendants(mark)));
        }
        all.forEach(mark -> mark.handle().ifPresent(ProcessHandle::destroyForcibly));
        await(() -> gone(all), AFTER_KILL);
    }

    /** Whether none of them lives. */
    static boolean gone(Collection<ProcessMark> marks) {
        return marks.stream().noneMatch(ProcessMark::alive);
    }

    private static List<ProcessMark> descendants(ProcessMark mark) {
        return mark.handle().stream()
                .flatMap(ProcessHandle::descendants)
                .map(ProcessMark::of)
                .toList();
    }

    /** Waits for the condition; false if it did not come true within the limit. */
    static boolean await(BooleanSupplier condition, Duration limit) {
        return await(condition, limit, POLL);
    }

    /** As {@link #await(BooleanSupplier, Duration)}, looking this often. */
    static boolean await(BooleanSupplier condition, Duration limit, Duration every) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() >= deadline) {
                return false;
            }
            try {
                Thread.sleep(every);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return condition.getAsBoolean();
            }
        }
        return true;
    }
}
