package io.spillway.gateway.refusal;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Locale;

/**
 * Why a request was not answered as asked.
 *
 * @param type names the kind of problem for programs
 * @param errors the fields that are wrong, where it is about fields
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>
 */
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<FieldError> errors) {
    /** The media type of a problem. */
    public static final String MEDIA_TYPE = "application/problem+json";
    /** What every type begins with. */
    static final String TYPE = "urn:spillway:problem:";

    /**
     * One field that is wrong.
     *
     * @param field its path in the body, e.g. {@code messages[0].role}, or a header's name
     * @param message what would be right
     */
    public record FieldError(String field, String message) {}

    /** The kinds of problem and their statuses. */
    public enum Kind {
        MALFORMED(400, "Malformed request"),
        UNAUTHENTICATED(401, "A key is needed"),
        FORBIDDEN(403, "Not allowed"),
        NOT_FOUND(404, "Not found"),
        TOO_SLOW(408, "Too slow"),
        CONFLICT(409, "Conflict"),
        GONE(410, "Gone"),
        TOO_LARGE(413, "Too large"),
        UNSATISFIABLE(416, "Range not satisfiable"),
        INVALID(422, "Invalid request"),
        OVER_QUOTA(429, "Over quota"),
        TOO_MANY_OPEN(429, "Too many open calls"),
        INTERNAL(500, "Internal error"),
        UNAVAILABLE(503, "Not available now"),
        FULL(503, "Full");

        private final int status;
        private final String title;

        Kind(int status, String title) {
            this.status = status;
            this.title = title;
        }
    }

    /**
     * A job that did not end as its client hoped.
     *
     * @param code the {@link io.spillway.contract.outcome.JobError}'s, or another word for programs
     */
    public static Problem ofJob(String code, int status, String detail) {
        return new Problem(TYPE + code.replace('_', '-'), "The job has no answer", status, detail, List.of());
    }

    /** The kind of problem in a word for programs, e.g. {@code not_found}. */
    String code() {
        return type.startsWith(TYPE) ? type.substring(TYPE.length()).replace('-', '_') : type;
    }

    /** A problem of our own kinds. */
    public static Problem of(Kind kind, String detail, List<FieldError> errors) {
        return new Problem(
                TYPE + kind.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                kind.title,
                kind.status,
                detail,
                List.copyOf(errors));
    }
}
