package io.spillway.standalone.terminal;

import io.spillway.standalone.layout.Complaint;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** Prints steps, states and complaints; colours only where a person looks. */
final class Screen {
    private static final String RESET = "\u001b[0m";
    private static final double MILLIS = 1000;

    /** The colours in use, by what they mean. */
    enum Tone {
        GOOD("\u001b[32m"),
        WAITING("\u001b[33m"),
        BAD("\u001b[31m"),
        QUIET("\u001b[2m");

        private final String code;

        Tone(String code) {
            this.code = code;
        }
    }

    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final boolean terminal = Boolean.getBoolean("spillway.terminal") && System.getenv("NO_COLOR") == null;

    /** The text in a colour, where there are colours. */
    String in(Tone tone, String text) {
        return terminal ? tone.code + text + RESET : text;
    }

    void line(String text) {
        out.println(text);
    }

    /** A step that is done. */
    void done(String what, Duration after, String detail) {
        String time = String.format(Locale.ROOT, "%.1f s", after.toMillis() / MILLIS);
        out.printf("  %s %-16s %7s   %s%n", in(Tone.GOOD, "✓"), what, time, in(Tone.QUIET, detail));
    }

    /** Something that did not go well, but stops nothing. */
    void warn(String text) {
        err.println("  " + in(Tone.WAITING, "▲") + " " + text);
    }

    /** What happened, where, what to do. */
    void complain(Complaint complaint) {
        err.println(in(Tone.BAD, "✗") + " " + complaint.what());
        err.println("  where: " + complaint.where());
        err.println("  to do: " + complaint.remedy());
    }
}
