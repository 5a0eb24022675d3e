package io.spillway.gateway.submission;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.contract.job.JobType;
import java.util.regex.Pattern;

/**
 * The fields each type of job takes: those of OpenAI's call for it.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/embeddings/create">OpenAI, create embeddings</a>
 * @see <a href="https://platform.openai.com/docs/api-reference/audio/createSpeech">OpenAI, create speech</a>
 * @see <a href="https://platform.openai.com/docs/api-reference/images/create">OpenAI, create image</a>
 */
final class CallFields {
    private static final int LONG_TEXT = 10 * 1024 * 1024;
    private static final int MOST_TEXTS = 2_048;
    private static final int MOST_TOKENS = 131_072;
    private static final Rule TOKEN = Rule.integer(0, Integer.MAX_VALUE);
    private static final Rule AUDIO = Rule.oneOf("mp3", "opus", "aac", "flac", "wav", "pcm");
    private static final Pattern SIZE = Pattern.compile("auto|[1-9]\\d{1,4}x[1-9]\\d{1,4}");

    private CallFields() {}

    static Shape of(JobType type) {
        return switch (type) {
            case CHAT -> ChatFields.shape().with(BareText.shape());
            case EMBEDDING -> embedding();
            case SPEECH -> speech();
            case IMAGE -> image();
        };
    }

    private static Shape embedding() {
        return new Shape()
                .required("input", Rule.textOr(Rule.text(LONG_TEXT), CallFields::texts))
                .optional("dimensions", Rule.integer(1, 1_000_000))
                .optional("encoding_format", Rule.oneOf("float", "base64"))
                .optional("user", Rule.text(256));
    }

    /** What the first element is, all are: texts, tokens of one text, or lists of tokens. */
    private static void texts(Place at, JsonNode input) {
        if (!input.isArray()) {
            at.wrong("should be a string or a list of strings or of tokens");
            return;
        }
        JsonNode first = input.path(0);
        Rule rule = first.isNumber()
                ? Rule.list(1, MOST_TOKENS, TOKEN)
                : Rule.list(1, MOST_TEXTS, first.isArray() ? Rule.list(1, MOST_TOKENS, TOKEN) : Rule.text(LONG_TEXT));
        rule.check(at, input);
    }

    private static Shape speech() {
        return new Shape()
                .required("input", Rule.text(LONG_TEXT))
                .optional("voice", Rule.text(256))
                .optional("format", AUDIO)
                .optional("response_format", AUDIO)
                .optional("speed", Rule.number(0.25, 4))
                .optional("instructions", Rule.text(LONG_TEXT));
    }

    private static Shape image() {
        return new Shape()
                .required("prompt", Rule.text(LONG_TEXT))
                .optional("size", Rule.matching(SIZE, "auto or WIDTHxHEIGHT such as 1024x1024"))
                .optional("n", Rule.integer(1, 10))
                .optional("quality", Rule.oneOf("auto", "low", "medium", "high", "standard", "hd"))
                .optional("style", Rule.oneOf("vivid", "natural"))
                .optional("background", Rule.oneOf("auto", "transparent", "opaque"))
                .optional("moderation", Rule.oneOf("auto", "low"))
                .optional("response_format", Rule.oneOf("url", "b64_json"))
                .optional("output_format", Rule.oneOf("png", "jpeg", "webp"))
                .optional("output_compression", Rule.integer(0, 100))
                .optional("user", Rule.text(256));
    }
}
