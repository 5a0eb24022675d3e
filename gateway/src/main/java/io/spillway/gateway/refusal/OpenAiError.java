package io.spillway.gateway.refusal;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A problem as OpenAI's clients expect it.
 *
 * @see <a href="https://platform.openai.com/docs/guides/error-codes">OpenAI, error codes</a>
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record OpenAiError(Body error) {
    /** The paths of OpenAI's family of calls; what is below them belongs to it too. */
    private static final List<String> FAMILY = List.of(
            "/v1/chat/completions",
            "/v1/responses",
            "/v1/models",
            "/v1/embeddings",
            "/v1/audio",
            "/v1/images",
            "/v1/files",
            "/v1/batches");

    private static final int UNPROCESSABLE = 422;

    /**
     * What went wrong.
     *
     * @param param the field that is wrong, where it is about one
     * @param code a word for programs
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Body(
            String message,
            String type,
            @Nullable String param,
            @Nullable String code) {}

    /** Whether errors at {@code path} have this form. */
    public static boolean isSpokenAt(String path) {
        return FAMILY.stream().anyMatch(own -> path.equals(own) || path.startsWith(own + "/"));
    }

    /** The same in OpenAI's words. */
    public static OpenAiError of(Problem problem) {
        String param = problem.errors().stream()
                .findFirst()
                .map(Problem.FieldError::field)
                .orElse(null);
        return new OpenAiError(new Body(problem.detail(), type(problem.status()), param, code(problem, param)));
    }

    /** OpenAI says 400 to a field that is wrong, and its clients have a class for that. */
    public static int status(Problem problem) {
        return problem.status() == UNPROCESSABLE ? 400 : problem.status();
    }

    private static String type(int status) {
        return switch (status) {
            case 401 -> "authentication_error";
            case 403 -> "permission_error";
            case 429 -> "rate_limit_error";
            default -> status >= 500 ? "server_error" : "invalid_request_error";
        };
    }

    private static String code(Problem problem, @Nullable String param) {
        return switch (problem.status()) {
            case 401 -> "invalid_api_key";
            case 404 -> "model".equals(param) ? "model_not_found" : problem.code();
            case UNPROCESSABLE -> "invalid_value";
            default -> problem.code();
        };
    }
}
