package io.spillway.cloud.provider.openai;

import io.spillway.contract.call.TokenSink;

/** Passes text on in whole characters: models cut tokens, and so deltas, in the middle of an emoji. */
final class WholeCharacters {
    private final TokenSink tokens;
    private String held = "";

    WholeCharacters(TokenSink tokens) {
        this.tokens = tokens;
    }

    void append(String delta) {
        String text = held + delta;
        boolean half = !text.isEmpty() && Character.isHighSurrogate(text.charAt(text.length() - 1));
        String whole = half ? text.substring(0, text.length() - 1) : text;
        held = text.substring(whole.length());
        if (!whole.isEmpty()) {
            tokens.append(whole);
        }
    }

    /** No more comes: what is held is all there is. */
    void end() {
        if (!held.isEmpty()) {
            tokens.append(held);
            held = "";
        }
    }
}
