package io.spillway.gguf.prompt;

import io.spillway.gguf.protocol.Turn;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A conversation that leaves room for an answer: what the system says and the last turns stay, as where a cloud model's
 * conversations are trimmed, but by the model's own count of tokens. It is cut only before a user's turn; the last
 * user's turn always stays.
 *
 * @param tokens what the prompt of these turns has
 * @param leftOut how many turns are gone
 */
public record Shortened(List<Turn> turns, int tokens, int leftOut) {
    /** Room for an answer where the request does not say how long it may be: a quarter of the context, at most this. */
    private static final int ROOM = 1024;

    /** The conversation as it is. */
    public static Shortened not(List<Turn> turns, ToIntFunction<List<Turn>> count) {
        return new Shortened(turns, count.applyAsInt(turns), 0);
    }

    /** The tokens that a prompt may have, if an answer of {@code maxTokens}, or a usual one, is to follow. */
    public static int budget(int context, OptionalInt maxTokens) {
        return context - maxTokens.orElse(Math.min(ROOM, context / 4));
    }

    /** The longest end of the conversation of at most {@code budget} tokens; counts it a few times. */
    public static Shortened to(int budget, List<Turn> turns, ToIntFunction<List<Turn>> count) {
        Shortened whole = not(turns, count);
        List<Turn> spoken =
                turns.stream().filter(turn -> turn.role() != Turn.Role.SYSTEM).toList();
        int[] starts = IntStream.range(1, spoken.size())
                .filter(i -> spoken.get(i).role() == Turn.Role.USER)
                .toArray();
        if (whole.tokens <= budget || starts.length == 0) {
            return whole;
        }
        int low = 0;
        int high = starts.length - 1;
        while (low < high) {
            int middle = (low + high) / 2;
            if (count.applyAsInt(from(starts[middle], turns, spoken)) <= budget) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        List<Turn> kept = from(starts[low], turns, spoken);
        return new Shortened(kept, count.applyAsInt(kept), starts[low]);
    }

    private static List<Turn> from(int start, List<Turn> turns, List<Turn> spoken) {
        return Stream.concat(
                        turns.stream().filter(turn -> turn.role() == Turn.Role.SYSTEM),
                        spoken.subList(start, spoken.size()).stream())
                .toList();
    }
}
