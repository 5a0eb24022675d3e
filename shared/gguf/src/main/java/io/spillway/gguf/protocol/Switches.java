package io.spillway.gguf.protocol;

import java.util.Optional;

/**
 * How an engine loads its model.
 *
 * @param kvType what keys and values are kept in: {@code f16, q8_0, q4_0}
 * @param promptCache whether a slot keeps what it has computed of the last prompt
 * @param format the prompt format of a file that has no template of its own; ChatML if this does not say either
 */
public record Switches(
        boolean flashAttention, String kvType, boolean mmap, boolean promptCache, Optional<String> format) {
    /** llama.cpp's own. */
    public static final Switches USUAL = new Switches(false, "f16", true, true, Optional.empty());
}
