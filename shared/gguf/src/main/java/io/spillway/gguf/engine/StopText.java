package io.spillway.gguf.engine;

import java.util.List;

/**
 * Cuts a text that comes in pieces at the first stop string, and holds back what might be the beginning of one. Done
 * here rather than in llama.cpp, which then gives one output a token, so that tokens can be counted.
 */
final class StopText {
    private final List<String> stops;
    private final StringBuilder held = new StringBuilder();
    private boolean found;

    StopText(List<String> stops) {
        this.stops = List.copyOf(stops);
    }

    /** Whether a stop string has come; nothing comes out after it. */
    boolean found() {
        return found;
    }

    /** Takes the next piece and returns the text that is certain to belong to the answer. */
    String next(String piece) {
        if (found) {
            return "";
        }
        held.append(piece);
        int cut = stops.stream()
                .mapToInt(held::indexOf)
                .filter(at -> at >= 0)
                .min()
                .orElse(-1);
        found = cut >= 0;
        return release(found ? cut : held.length() - longestBeginning());
    }

    /** What was held back, once it is certain that no stop string follows. */
    String rest() {
        return found ? "" : release(held.length());
    }

    private String release(int length) {
        String text = held.substring(0, length);
        held.delete(0, length);
        return text;
    }

    /** The length of the longest end of the held text with which a stop string could begin. */
    private int longestBeginning() {
        int longest = 0;
        for (String stop : stops) {
            for (int length = Math.min(stop.length() - 1, held.length()); length > longest; length--) {
                if (stop.startsWith(held.substring(held.length() - length))) {
                    longest = length;
                }
            }
        }
        return longest;
    }
}
