package io.spillway.cloud.provider.openai;

import io.spillway.cloud.provider.ErrorReply;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Refusals as vendors send them. */
class FailureTableTest {
    record Refusal(String vendor, int status, String body, Verdict verdict) {}

    static Stream<Refusal> money() {
        return of(Verdict.BILLING, """
                OpenAI 429 {"error":{"message":"You exceeded your current quota, please check your plan and billing details.","type":"insufficient_quota","code":"insufficient_quota"}}
                OpenAI 429 {"error":{"message":"…","type":"insufficient_quota","code":"project_spend_limit_exceeded"}}
                OpenAI 429 {"error":{"message":"…","type":"requests","code":"credit_balance_exhausted"}}
                OpenAI 429 {"error":{"message":"Your account is not active, please check your billing details","type":"billing_not_active"}}
                OpenAI 400 {"error":{"message":"Billing hard limit has been reached","code":"billing_hard_limit_reached"}}
                Anthropic 400 {"type":"error","error":{"type":"invalid_request_error","message":"Your credit balance is too low to access the API"}}
                OpenRouter 402 {"error":{"code":402,"message":"Insufficient credits"}}
                HuggingFace 402 {"error":"You have exceeded your monthly included credits for Inference Providers."}
                DeepSeek 402 {"error":{"message":"Insufficient Balance","type":"unknown_error","code":"invalid_request_error"}}
                proxy 402 <html>pay here</html>
                compatible 429 {"error":{"message":"You exceeded your current quota"}}
                xAI 403 {"code":"The caller does not have permission","error":"Your team doesn't have any credits yet."}
                """);
    }

    static Stream<Refusal> tooMany() {
        return Stream.of(of(Verdict.RATE_LIMITED, """
                OpenAI 429 {"error":{"message":"Rate limit reached for gpt in organization org on requests per min (RPM): Limit 3. Please try again in 20s.","type":"requests","code":"rate_limit_exceeded"}}
                Azure 429 {"error":{"code":"429","message":"Requests have exceeded token rate limit of your current OpenAI S0 pricing tier. Please retry after 6 seconds."}}
                Gemini 429 [{"error":{"code":429,"message":"You exceeded your current quota, please check your plan and billing details.","status":"RESOURCE_EXHAUSTED"}}]
                Anthropic 429 {"type":"error","error":{"type":"rate_limit_error","message":"This request would exceed your organization's rate limit of 50,000 input tokens per minute"}}
                Mistral 429 {"object":"error","message":"Rate limit exceeded","type":"rate_limited","code":"1300"}
                proxy 429 Too Many Requests
                """), of(Verdict.QUOTA_EXHAUSTED, """
                Groq 429 {"error":{"message":"Rate limit reached for model `m` on tokens per day (TPD): Limit 100000. Please try again in 7m12s.","type":"tokens","code":"rate_limit_exceeded"}}
                OpenRouter 429 {"error":{"message":"Rate limit exceeded: free-models-per-day","code":429}}
                Anthropic 400 {"type":"error","error":{"type":"invalid_request_error","message":"You have reached your specified API usage limits. You will regain access on 2026-12-01 at 00:00 UTC."}}
                Gemini 429 {"error":{"code":429,"status":"RESOURCE_EXHAUSTED","details":[{"@type":"type.googleapis.com/google.rpc.QuotaFailure","violations":[{"quotaId":"GenerateRequestsPerDayPerProjectPerModel"}]}]}}
                """), of(Verdict.OVERLOADED, """
                Mistral 429 {"object":"error","message":"Service tier capacity exceeded for this model.","type":"invalid_request_error"}
                OpenAI 503 {"error":{"message":"The engine is currently overloaded, please try again later","type":"server_error"}}
                Anthropic 529 {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}
                Gemini 503 {"error":{"code":503,"message":"The model is overloaded. Please try again later.","status":"UNAVAILABLE"}}
                Ollama 500 {"error":"model requires more system memory (5.6 GiB) than is available (3.1 GiB)"}
                HuggingFace 503 {"error":"Model is currently loading","estimated_time":20.0}
                Ollama 503 {"error":"server busy, please try again.  maximum pending requests exceeded"}
                llama-server 503 {"error":{"code":503,"message":"Loading model","type":"unavailable_error"}}
                Groq 498 {"error":{"message":"Flex tier capacity exceeded","code":"capacity_exceeded"}}
                """))
                .flatMap(refusals -> refusals);
    }

    static Stream<Refusal> another() {
        return of(Verdict.REFUSED, """
                OpenAI 404 {"error":{"message":"The model `gpt-9` does not exist or you do not have access to it.","type":"invalid_request_error","code":"model_not_found"}}
                OpenAI 403 {"error":{"message":"Project `proj_x` does not have access to model `gpt-4`","type":"invalid_request_error","code":"model_not_found"}}
                OpenRouter 400 {"error":{"message":"nope/nope is not a valid model ID","code":400}}
                nginx 404 <html>Not Found</html>
                any 418 short and stout
                Ollama 404 {"error":{"message":"model \\"x\\" not found, try pulling it first","type":"api_error"}}
                OpenAI 400 {"error":{"message":"This model's maximum context length is 8192 tokens.","type":"invalid_request_error","code":"context_length_exceeded"}}
                vLLM 400 {"object":"error","message":"This model's maximum context length is 4096 tokens. However, you requested 5000","type":"BadRequestError","code":400}
                llama-server 400 {"error":{"code":400,"message":"the request exceeds the available context size","type":"exceed_context_size_error"}}
                Groq 413 {"error":{"message":"Request too large for model on tokens per minute (TPM)","type":"tokens","code":"rate_limit_exceeded"}}
                OpenAI 429 {"error":{"message":"Request too large for gpt on tokens per min (TPM): Limit 10000, Requested 20000. The input or output tokens must be reduced","code":"rate_limit_exceeded"}}
                OpenAI 400 {"error":{"message":"Your request was rejected as a result of our safety system.","code":"content_policy_violation"}}
                Azure 400 {"error":{"message":"The response was filtered due to the prompt triggering Azure OpenAI's content management policy","code":"content_filter"}}
                OpenRouter 403 {"error":{"code":403,"message":"Your chosen model requires moderation and your input was flagged"}}
                OpenAI 400 {"error":{"message":"Unsupported parameter: 'max_tokens' is not supported with this model.","code":"unsupported_parameter"}}
                Mistral 422 {"object":"error","message":{"detail":[{"type":"extra_forbidden","loc":["body","stream_options"],"msg":"Extra inputs are not permitted","input":{}}]}}
                Ollama 400 {"error":{"message":"registry.ollama.ai/library/x does not support tools","type":"api_error"}}
                Anthropic 400 {"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 210000 tokens > 200000 maximum"}}
                Anthropic 404 {"type":"error","error":{"type":"not_found_error","message":"model: claude-9"}}
                Anthropic 413 {"type":"error","error":{"type":"request_too_large","message":"Request exceeds the maximum size"}}
                Gemini 400 {"error":{"code":400,"message":"The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).","status":"INVALID_ARGUMENT"}}
                Gemini 404 {"error":{"code":404,"message":"models/x is not found for API version v1beta","status":"NOT_FOUND"}}
                Ollama 400 {"error":"\\"llama3\\" does not support thinking"}
                Ollama 404 {"error":"model 'x' not found"}
                Gemini 400 [{"error":{"code":400,"message":"User location is not supported for the API use.","status":"FAILED_PRECONDITION"}}]
                """);
    }

    static Stream<Refusal> others() {
        return Stream.of(of(Verdict.AUTH, """
                OpenAI 401 {"error":{"message":"Incorrect API key provided: sk-abc***xyz.","type":"invalid_request_error","code":"invalid_api_key"}}
                Gemini 400 [{"error":{"code":400,"message":"API key not valid. Please pass a valid API key.","status":"INVALID_ARGUMENT"}}]
                Groq 403 {"error":{"message":"Forbidden"}}
                Anthropic 401 {"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}}
                Anthropic 403 {"type":"error","error":{"type":"permission_error","message":"Your API key does not have permission"}}
                Gemini 403 {"error":{"code":403,"message":"Permission denied","status":"PERMISSION_DENIED"}}
                """), of(Verdict.REJECTED, """
                OpenAI 400 {"error":{"message":"Invalid type for 'messages[0].content'","type":"invalid_request_error","param":"messages[0].content"}}
                vLLM 422 {"detail":[{"type":"missing","loc":["body","messages"],"msg":"Field required","input":{}}]}
                """), of(Verdict.TRANSIENT, """
                OpenAI 500 {"error":{"message":"The server had an error while processing your request","type":"server_error"}}
                Anthropic 500 {"type":"error","error":{"type":"api_error","message":"Internal server error"}}
                Anthropic 504 {"type":"error","error":{"type":"timeout_error","message":"Request timed out"}}
                Gemini 500 {"error":{"code":500,"message":"An internal error has occurred","status":"INTERNAL"}}
                Gemini 504 {"error":{"code":504,"message":"Deadline expired","status":"DEADLINE_EXCEEDED"}}
                Ollama 500 {"error":"llama runner process has terminated"}
                Cloudflare 524 <html>a timeout occurred</html>
                nginx 502 <html>502 Bad Gateway</html>
                any 408 {}
                any 409 {}
                any 307 moved
                """))
                .flatMap(refusals -> refusals);
    }

    @ParameterizedTest
    @MethodSource({"money", "tooMany", "another", "others"})
    void understands(Refusal refusal) {
        // When
        FailureRow row = FailureTable.find(reply(refusal));
        // Then
        assertThat(row.verdict()).as(row.meaning()).isEqualTo(refusal.verdict());
    }

    @Test
    void everyStatusMatchesSomeRow() {
        assertThat(IntStream.range(100, 1000))
                .allSatisfy(status -> assertThat(FailureTable.find(reply(new Refusal("", status, "", Verdict.AUTH))))
                        .isNotNull());
    }

    @Test
    void everyRowIsUsedAndNamesItsSource() {
        // Given
        Set<FailureRow> used = Stream.of(money(), tooMany(), another(), others())
                .flatMap(refusals -> refusals)
                .map(refusal -> FailureTable.find(reply(refusal)))
                .collect(Collectors.toCollection(HashSet::new));
        // When
        List<String> unused = FailureTable.ROWS.stream()
                .filter(row -> !used.contains(row))
                .map(FailureRow::meaning)
                .toList();
        // Then
        assertThat(unused).isEmpty();
        assertThat(FailureTable.ROWS).allSatisfy(row -> assertThat(row.source()).startsWith("https://"));
    }

    private static Stream<Refusal> of(Verdict verdict, String lines) {
        return lines.lines()
                .map(line -> line.split(" ", 3))
                .map(line -> new Refusal(line[0], Integer.parseInt(line[1]), line[2], verdict));
    }

    private static ErrorReply reply(Refusal refusal) {
        HttpHeaders none = HttpHeaders.of(Map.of(), (_, _) -> true);
        return ErrorReply.of(refusal.status(), none, refusal.body().getBytes(StandardCharsets.UTF_8));
    }
}
