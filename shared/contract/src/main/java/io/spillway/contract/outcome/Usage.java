package io.spillway.contract.outcome;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * What a call used, in tokens and in whatever else its provider charges for.
 *
 * @param estimated whether we counted the tokens because the provider did not say
 * @param images how many were made
 * @param characters of text that was spoken
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record Usage(
        @JsonInclude(JsonInclude.Include.ALWAYS) long inputTokens,
        @JsonInclude(JsonInclude.Include.ALWAYS) long outputTokens,
        @JsonInclude(JsonInclude.Include.ALWAYS) boolean estimated,
        long images,
        long characters) {
    /** Nothing used. */
    public static final Usage NONE = new Usage(0, 0, false);

    /** What a call of text used. */
    public Usage(long inputTokens, long outputTokens, boolean estimated) {
        this(inputTokens, outputTokens, estimated, 0, 0);
    }

    /** The same, and {@code count} images were made. */
    public Usage withImages(long count) {
        return new Usage(inputTokens, outputTokens, estimated, count, characters);
    }

    /** The same, and {@code count} characters were spoken. */
    public Usage withCharacters(long count) {
        return new Usage(inputTokens, outputTokens, estimated, images, count);
    }
}
