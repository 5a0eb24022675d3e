package io.spillway.contract.call;

/** Where a call's text goes while it is still being made; called only if {@link ModelCall#stream()}. */
@FunctionalInterface
public interface TokenSink {
    /** Appends {@code text}, one or more tokens of the answer, in order. Never blocks for long. */
    void append(String text);
}
