package io.spillway.gateway.submission;

import io.spillway.contract.job.JobType;

/** The fields each type of job takes: those of OpenAI's call for it. */
final class CallFields {
    private static final int LONG_TEXT = 10 * 1024 * 1024;

    private CallFields() {}

    static Shape of(JobType type) {
        return switch (type) {
            case CHAT -> ChatFields.shape().with(BareText.shape());
            case EMBEDDING ->
                new Shape()
                        .required("input", Rule.textOr(Rule.text(LONG_TEXT), Rule.list(1, 2_048, Rule.anything())))
                        .optional("dimensions", Rule.integer(1, 1_000_000))
                        .optional("encoding_format", Rule.oneOf("float", "base64"))
                        .optional("user", Rule.text(256));
            case SPEECH ->
                new Shape()
                        .required("input", Rule.text(LONG_TEXT))
                        .optional("voice", Rule.text(256))
                        .optional("format", Rule.text(32))
                        .optional("speed", Rule.number(0.25, 4))
                        .optional("instructions", Rule.text(LONG_TEXT));
            case IMAGE ->
                new Shape()
                        .required("prompt", Rule.text(LONG_TEXT))
                        .optional("size", Rule.text(32))
                        .optional("n", Rule.integer(1, 10))
                        .optional("quality", Rule.text(32))
                        .optional("background", Rule.text(32))
                        .optional("user", Rule.text(256));
        };
    }
}
