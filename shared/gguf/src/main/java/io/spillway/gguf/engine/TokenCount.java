package io.spillway.gguf.engine;

/**
 * Counts the tokens of an answer from the pieces of text that the binding gives out: one a token, except that a
 * character spread over several tokens comes as one piece when it is whole.
 */
final class TokenCount {
    private final LoadedModel model;
    private int tokens;
    private boolean endedByModel;

    TokenCount(LoadedModel model) {
        this.model = model;
    }

    void add(String piece) {
        // The token that ends an answer is the one without a text.
        endedByModel = piece.isEmpty();
        tokens += plain(piece) ? 1 : spread(piece);
    }

    int tokens() {
        return tokens;
    }

    /**
     * Whether the model itself ended its answer, rather than having had all of the {@code most} tokens it was allowed.
     * An end in the middle of a character is not given out as a piece, and shows only in a count far below.
     */
    boolean endedByModel(int most) {
        return endedByModel || tokens + Math.max(3, most / 4) < most;
    }

    private static boolean plain(String piece) {
        return piece.chars().allMatch(character -> character < 0x80);
    }

    /** How many tokens the model writes this text with; some vocabularies put a blank of their own in front. */
    private int spread(String piece) {
        // What was no UTF-8 has become replacement characters, about one a byte, and such bytes are tokens.
        int[] ids = model.llama().encode(piece.replace('\uFFFD', '?'));
        boolean ownBlank = ids.length > 1
                && !piece.startsWith(" ")
                && model.llama().decode(new int[] {ids[0]}).isBlank();
        return Math.max(1, ids.length - (ownBlank ? 1 : 0));
    }
}
