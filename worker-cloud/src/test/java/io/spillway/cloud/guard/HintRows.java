package io.spillway.cloud.guard;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every form in which a provider says when, as its own pages have it. */
public final class HintRows {
    /** A Saturday morning: 11:00 UTC is 03:00 in California. */
    public static final Instant NOW = Instant.parse("2026-11-21T11:00:00Z");

    private static final String RFC9110 = "https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3";
    private static final String OPENAI = "https://platform.openai.com/docs/guides/rate-limits";
    private static final String AZURE = "https://learn.microsoft.com/azure/ai-foundry/openai/quotas-limits";
    private static final String ANTHROPIC = "https://docs.claude.com/en/api/rate-limits";
    private static final String GEMINI = "https://ai.google.dev/gemini-api/docs/rate-limits";
    private static final String GROQ = "https://console.groq.com/docs/rate-limits";
    private static final String OPENROUTER = "https://openrouter.ai/docs/api-reference/limits";
    private static final String HUGGING_FACE = "https://huggingface.co/docs/api-inference/detailed_parameters";
    private static final String CEREBRAS = "https://inference-docs.cerebras.ai/support/rate-limits";
    private static final String IETF = "https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/03/";

    /** A refusal's status, header lines and body, and the hint that is to be read from it. */
    public record Row(int status, String headers, String body, String hint, String source) {
        static Row headers(String headers, String hint, String source) {
            return new Row(429, headers, "", hint, source);
        }

        static Row body(String body, String hint, String source) {
            return new Row(429, "", body, hint, source);
        }

        /** The header lines by name. */
        public Map<String, List<String>> headerMap() {
            return Arrays.stream(headers.split("\n"))
                    .filter(line -> line.contains(": "))
                    .map(line -> line.split(": ", 2))
                    .collect(Collectors.toMap(line -> line[0], line -> List.of(line[1])));
        }

        Row with(int otherStatus) {
            return new Row(otherStatus, headers, body, hint, source);
        }
    }

    private HintRows() {}

    /** All of them. */
    public static Stream<Row> all() {
        return Stream.of(retryAfter(), limitHeaders(), whichLimitCounts(), bodies(), lies())
                .flatMap(rows -> rows);
    }

    private static Stream<Row> retryAfter() {
        return Stream.of(
                Row.headers("retry-after: 20", "PT20S", RFC9110),
                Row.headers("Retry-After: 1.5", "PT1.5S", RFC9110),
                Row.headers("Retry-After: Sat, 21 Nov 2026 11:02:30 GMT", "PT2M30S", RFC9110),
                Row.headers("Retry-After: Saturday, 21-Nov-26 11:02:30 GMT", "PT2M30S", RFC9110),
                Row.headers("Retry-After: Sat Nov 21 11:02:30 2026", "PT2M30S", RFC9110),
                Row.headers("retry-after-ms: 1200\nretry-after: 2", "PT1.2S", AZURE),
                Row.headers("retry-after: 20", "PT20S", ANTHROPIC).with(529),
                Row.headers("retry-after: 20", "PT20S", OPENAI).with(503));
    }

    private static Stream<Row> limitHeaders() {
        return Stream.of(
                Row.headers("x-ratelimit-reset-requests: 1s", "PT1S", OPENAI),
                Row.headers("x-ratelimit-reset-tokens: 6m0s", "PT6M", OPENAI),
                Row.headers("x-ratelimit-reset-tokens: 20ms", "PT0.02S", OPENAI),
                Row.headers("x-ratelimit-reset-requests: 1h2m3.5s", "PT1H2M3.5S", OPENAI),
                Row.headers("x-ratelimit-reset-tokens: 7.66s", "PT7.66S", GROQ),
                Row.headers("x-ratelimit-reset-requests: 2m59.56s", "PT2M59.56S", GROQ),
                Row.headers("x-ratelimit-reset-tokens: 42", "PT42S", AZURE),
                Row.headers("x-ratelimit-reset-tokens-minute: 12.75", "PT12.75S", CEREBRAS),
                Row.headers("X-RateLimit-Reset: 1795258830", "PT30S", "epoch seconds: as GitHub and others"),
                Row.headers("X-RateLimit-Reset: 1795258830000", "PT30S", OPENROUTER),
                Row.headers("x-ratelimit-reset-requests: 2026-11-21T11:00:30Z", "PT30S", "RFC 3339"),
                Row.headers("ratelimit-reset: 50\nratelimit-remaining: 0", "PT50S", IETF),
                Row.headers(
                        "anthropic-ratelimit-requests-reset: 2026-11-21T11:00:30Z\n"
                                + "anthropic-ratelimit-requests-remaining: 0",
                        "PT30S",
                        ANTHROPIC),
                Row.headers("""
                        anthropic-ratelimit-input-tokens-reset: 2026-11-21T12:00:45+01:00
                        anthropic-ratelimit-input-tokens-remaining: 0
                        anthropic-ratelimit-output-tokens-reset: 2026-11-21T11:09:00Z
                        anthropic-ratelimit-output-tokens-remaining: 8000""", "PT45S", ANTHROPIC));
    }

    private static Stream<Row> whichLimitCounts() {
        String requestsSpent = "x-ratelimit-remaining-requests: 0\nx-ratelimit-reset-requests: 5s\n";
        String tokensLeft = "x-ratelimit-remaining-tokens: 149984\nx-ratelimit-reset-tokens: 6m0s";
        String tokensSpent = "x-ratelimit-remaining-tokens: 0\nx-ratelimit-reset-tokens: 6m0s";
        String requestsLeft = "x-ratelimit-remaining-requests: 7\nx-ratelimit-reset-requests: 5s\n";
        return Stream.of(
                Row.headers(requestsSpent + tokensLeft, "PT5S", OPENAI),
                Row.headers(requestsSpent + tokensSpent, "PT6M", OPENAI),
                Row.headers(requestsLeft + tokensLeft, "PT6M", "neither is spent: the later"),
                Row.headers(requestsLeft + tokensLeft, "none", "an overload is not about limits")
                        .with(503),
                Row.headers(requestsSpent + tokensLeft, "PT5S", "unless one is spent")
                        .with(503));
    }

    private static Stream<Row> bodies() {
        return Stream.of(
                Row.body("""
                        [{"error":{"code":429,"status":"RESOURCE_EXHAUSTED","details":[
                          {"@type":"type.googleapis.com/google.rpc.QuotaFailure","violations":[
                            {"quotaId":"GenerateRequestsPerMinutePerProjectPerModel-FreeTier"}]},
                          {"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"34.07s"}]}}]""", "PT34.07S", GEMINI),
                Row.body("""
                        {"error":{"code":429,"status":"RESOURCE_EXHAUSTED","details":[
                          {"@type":"type.googleapis.com/google.rpc.QuotaFailure","violations":[
                            {"quotaId":"GenerateRequestsPerDayPerProjectPerModel-FreeTier"}]},
                          {"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"12s"}]}}""", "PT21H", GEMINI),
                Row.body(
                        "{\"error\":{\"message\":\"Rate limit reached … Please try again in 7m12s. Visit\"}}",
                        "PT7M12S",
                        GROQ),
                Row.body("{\"error\":{\"message\":\"Please try again in 20ms. Visit https://x\"}}", "PT0.02S", OPENAI),
                Row.body("{\"error\":{\"message\":\"Please try again in 1.234s.\"}}", "PT1.234S", OPENAI),
                Row.body("{\"error\":{\"message\":\"Please try again in 1h3m20.5s.\"}}", "PT1H3M20.5S", GROQ),
                Row.body(
                        "{\"error\":{\"code\":\"429\",\"message\":\"Please retry after 20 seconds.\"}}",
                        "PT20S",
                        AZURE),
                Row.body("{\"error\":{\"message\":\"Please retry in 34.07s.\"}}", "PT34.07S", GEMINI),
                Row.body(
                                "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"You have"
                                        + " reached your specified API usage limits. You will regain access on 2026-11-21"
                                        + " at 18:00 UTC.\"}}",
                                "PT7H",
                                ANTHROPIC)
                        .with(400),
                Row.body("{\"error\":\"Too many, wait for 2 minutes 5 seconds\"}", "PT2M5S", "in words"),
                Row.body("Too many requests, try again in 5 minutes", "PT5M", "plain text, as proxies have it"),
                Row.body("{\"error\":\"Model is currently loading\",\"estimated_time\":20.0}", "PT20S", HUGGING_FACE)
                        .with(503),
                Row.body(
                        "{\"error\":{\"code\":429,\"metadata\":{\"headers\":{\"X-RateLimit-Reset\":\"1795258830000\"}}}}",
                        "PT30S",
                        OPENROUTER),
                Row.body(
                        "{\"error\":{\"code\":429,\"metadata\":{\"retry_after_seconds\":17,\"headers\":{\"Retry-After\":\"17\"}}}}",
                        "PT17S",
                        OPENROUTER));
    }

    private static Stream<Row> lies() {
        String cap = "PT24H";
        return Stream.of(
                Row.headers("retry-after: 0", "none", "now is no hint"),
                Row.headers("retry-after: -5", "none", "nor is the past"),
                Row.headers("retry-after: Sat, 21 Nov 2026 10:59:59 GMT", "none", "nor as a date"),
                Row.headers("x-ratelimit-reset: 1700000000", "none", "nor as an epoch"),
                Row.headers("retry-after: 0\nx-ratelimit-reset-requests: 3s", "PT3S", "the next source is asked then"),
                Row.headers("retry-after: 864000", cap, "ten days"),
                Row.headers("retry-after: 9999999999999999", cap, "the year 318857"),
                Row.headers("x-ratelimit-reset: 2099-01-01T00:00:00Z", cap, "far away"),
                Row.headers("retry-after: soon", "none", "no time"),
                Row.headers("retry-after: 1e9", "none", "no time"),
                Row.headers("retry-after: ", "none", "nothing"),
                Row.headers("retry-after: 99999999999999999999999999", "none", "no number that means anything"),
                Row.body("{\"error\":{\"message\":\"try again in a while\"}}", "none", "no time"),
                Row.body("{\"error\":{\"message\":\"retry 3 more steps\"}}", "none", "no unit"),
                Row.body("{\"error\":{\"details\":\"none\"}}", "none", "of another shape"),
                Row.body("", "none", "nothing at all"));
    }
}
