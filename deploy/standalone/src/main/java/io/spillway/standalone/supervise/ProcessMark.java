package io.spillway.standalone.supervise;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * A process that can be found again: its number alone may long belong to another one.
 *
 * @param pid its number
 * @param startedMillis when it started, in ms since 1970; -1 where the system does not tell
 */
public record ProcessMark(long pid, long startedMillis) {
    /** The system's clock may be set between two looks; a number is not used again that fast. */
    private static final long TOLERANCE_MILLIS = 2_000;

    /** The mark of a process. */
    public static ProcessMark of(ProcessHandle handle) {
        return new ProcessMark(handle.pid(), started(handle));
    }

    /** The process, if it still lives. */
    public Optional<ProcessHandle> handle() {
        return ProcessHandle.of(pid).filter(this::isMarked).filter(ProcessMark::lives);
    }

    /** Whether it still lives. */
    public boolean alive() {
        return handle().isPresent();
    }

    private boolean isMarked(ProcessHandle found) {
        long now = started(found);
        return now < 0 || startedMillis < 0 || Math.abs(now - startedMillis) <= TOLERANCE_MILLIS;
    }

    /** A dead process whose parent never asked for it (a container's PID 1 may not) still has an entry. */
    private static boolean lives(ProcessHandle found) {
        if (!found.isAlive()) {
            return false;
        }
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(found.pid()), "stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException e) {
            return found.isAlive(); // no /proc on this system, or the process has just gone
        }
    }

    private static long started(ProcessHandle handle) {
        return handle.info().startInstant().map(Instant::toEpochMilli).orElse(-1L);
    }
}
