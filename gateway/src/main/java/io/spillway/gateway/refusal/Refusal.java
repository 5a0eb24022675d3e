package io.spillway.gateway.refusal;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Ends a request with a problem. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;
    private final transient Map<String, String> headers;

    private Refusal(Problem problem, Map<String, String> headers) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
        this.headers = Map.copyOf(headers);
    }

    /** A refusal that is about no field. */
    public static Refusal of(Problem.Kind kind, String detail) {
        return new Refusal(Problem.of(kind, detail, List.of()), Map.of());
    }

    /** A refusal that names fields. */
    public static Refusal of(Problem.Kind kind, List<Problem.FieldError> errors) {
        String detail = errors.stream()
                .map(error -> error.field() + " " + error.message())
                .reduce((first, second) -> first + "; " + second)
                .orElse("");
        return new Refusal(Problem.of(kind, detail, errors), Map.of());
    }

    /** A refusal with a problem that is none of the usual kinds. */
    public static Refusal of(Problem problem) {
        return new Refusal(problem, Map.of());
    }

    /** Not now: the same request may succeed after a while. */
    public static Refusal notNow(String detail, Duration retryAfter) {
        return of(Problem.Kind.UNAVAILABLE, detail).with("Retry-After", Long.toString(retryAfter.toSeconds()));
    }

    /** The same with a header in the answer. */
    public Refusal with(String header, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(header, value);
        return new Refusal(problem, more);
    }

    /** What the client is told. */
    public Problem problem() {
        return problem;
    }

    /** The headers that go with it. */
    public Map<String, String> headers() {
        return headers;
    }
}
