package io.spillway.cloud.provider.openai;

import io.spillway.cloud.guard.BodyHints;
import io.spillway.cloud.provider.ErrorReply;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

import static io.spillway.cloud.provider.openai.FailureRow.always;
import static io.spillway.cloud.provider.openai.FailureRow.between;
import static io.spillway.cloud.provider.openai.FailureRow.says;
import static io.spillway.cloud.provider.openai.FailureRow.status;

/**
 * What each refusal of the servers that speak OpenAI's protocol means. The first row that matches decides; every reply
 * matches one. The order matters: a 429 is read for money, then for size, then for days, before it is called a rate.
 */
final class FailureTable {
    private static final String OPENAI = "https://platform.openai.com/docs/guides/error-codes";
    private static final String OPENAI_LIMITS = "https://platform.openai.com/docs/guides/rate-limits";
    private static final String AZURE_FILTER =
            "https://learn.microsoft.com/azure/ai-foundry/openai/concepts/content-filter";
    private static final String ANTHROPIC = "https://docs.claude.com/en/api/errors";
    private static final String ANTHROPIC_SPEND = "https://docs.claude.com/en/api/rate-limits#spend-limits";
    private static final String OLLAMA = "https://docs.ollama.com/faq";
    private static final String GEMINI = "https://ai.google.dev/gemini-api/docs/troubleshooting";
    private static final String GEMINI_LIMITS = "https://ai.google.dev/gemini-api/docs/rate-limits";
    private static final String GROQ = "https://console.groq.com/docs/errors";
    private static final String GROQ_LIMITS = "https://console.groq.com/docs/rate-limits";
    private static final String HUGGING_FACE = "https://huggingface.co/docs/inference-providers/pricing";
    private static final String MISTRAL = "https://docs.mistral.ai/api/";
    private static final String MISTRAL_CAPACITY = "https://github.com/continuedev/continue/issues/6185";
    private static final String MISTRAL_EXTRA = "https://github.com/mistralai/platform-docs-public/issues/7";
    private static final String LLAMA_SERVER = "https://github.com/ggml-org/llama.cpp/tree/master/tools/server";
    private static final String VLLM = "https://docs.vllm.ai/en/latest/serving/openai_compatible_server.html";
    private static final String HTTP = "https://www.rfc-editor.org/rfc/rfc9110#section-15";
    private static final String CLOUDFLARE =
            "https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-5xx-errors/";

    static final List<FailureRow> ROWS = List.of(
            // Money. First, because it hides behind 400, 403 and 429, with hints that are not true.
            row(
                    "no credit: OpenAI's codes",
                    status(400, 402, 403, 429),
                    says(
                            "insufficient_quota|credit_balance_exhausted|spend_limit_(exceeded|reached)|organization_usage_limit"
                                    + "|billing_(hard_limit|not_active)|account_deactivated|billing_error"),
                    Verdict.BILLING,
                    OPENAI),
            row(
                    "no credit: in words",
                    status(400, 402, 403, 429),
                    says("credit balance is too low|insufficient (credits|balance|funds)|more credits|out of credits"
                            + "|have any credits|credits? (are|is|has been) (depleted|exhausted)|included credits"
                            + "|spend(ing)? limit|enable billing|payment required"),
                    Verdict.BILLING,
                    ANTHROPIC),
            row(
                    "the organisation's own limit, until it starts afresh",
                    status(400, 403, 429),
                    says("regain access on"),
                    Verdict.QUOTA_EXHAUSTED,
                    ANTHROPIC_SPEND),
            row("Gemini's day is used up", status(429), BodyHints::dailyQuota, Verdict.QUOTA_EXHAUSTED, GEMINI_LIMITS),
            // Gemini says "exceeded your current quota … billing details" of its per-minute limits too.
            row("Gemini's minute is used up", status(429), says("resource_exhausted"), Verdict.RATE_LIMITED, GEMINI),
            row("out of quota: in words", status(429), says("exceeded your current quota"), Verdict.BILLING, OPENAI),
            row("payment required", status(402), always(), Verdict.BILLING, HUGGING_FACE),

            // Too many.
            row(
                    "one request larger than the minute's tokens",
                    status(429),
                    says("request too large|tokens must be reduced"),
                    Verdict.REFUSED,
                    OPENAI_LIMITS),
            row(
                    "a day's, week's or month's limit",
                    status(429),
                    says("per[-_ ]?(day|week|month)|daily|weekly|monthly|\\b(rpd|tpd)\\b"),
                    Verdict.QUOTA_EXHAUSTED,
                    GROQ_LIMITS),
            row(
                    "no capacity, said as a 429",
                    status(429),
                    says("capacity exceeded|overloaded|no capacity|server_is_busy"),
                    Verdict.OVERLOADED,
                    MISTRAL_CAPACITY),
            row("too many requests or tokens", status(429), always(), Verdict.RATE_LIMITED, OPENAI_LIMITS),

            // This target will not; another may.
            row(
                    "the prompt offends (OpenRouter: a 403)",
                    between(400, 499),
                    says(
                            "content_policy|content_filter|content management policy|moderation|was flagged|safety system"),
                    Verdict.REFUSED,
                    AZURE_FILTER),
            row(
                    "the model is unknown",
                    status(400, 403, 404),
                    says("model_not_found|not a valid model|unknown model|invalid_model"
                            + "|model\\b.{0,120}(does not exist|not found|not exist|no access|not supported|not have access)"
                            + "|not have access to.{0,20}model"),
                    Verdict.REFUSED,
                    OPENAI),
            row(
                    "the prompt is too long",
                    status(400, 422),
                    says(
                            "context_length_exceeded|exceed_context_size|context (length|size|window)|(prompt|input) is too long"
                                    + "|too many (input )?tokens|maximum.{0,40}tokens|string_above_max_length"),
                    Verdict.REFUSED,
                    VLLM),
            row(
                    "the region is not served",
                    status(400, 403),
                    says("location is not supported|unsupported_country"),
                    Verdict.REFUSED,
                    GEMINI),
            row(
                    "the key is wrong, said as a 400",
                    status(400),
                    says("api key not valid|api_key_invalid|api key expired"),
                    Verdict.AUTH,
                    GEMINI),
            row(
                    "a field this model does not know",
                    status(400, 422),
                    says("unsupported_(parameter|value)|unsupported (parameter|value)|extra_forbidden|extra inputs"
                            + "|(does not|doesn't|not) support|unrecognized request argument|unknown_parameter"),
                    Verdict.REFUSED,
                    MISTRAL_EXTRA),

            // By the status alone.
            row("the key is wrong", status(401, 403), always(), Verdict.AUTH, OPENAI),
            row("not found", status(404), always(), Verdict.REFUSED, OPENAI),
            row("too large", status(413), always(), Verdict.REFUSED, GROQ),
            row("the request is wrong", status(400, 422), always(), Verdict.REJECTED, MISTRAL),
            row("took too long, or collided", status(408, 409, 425, 499), always(), Verdict.TRANSIENT, HTTP),
            row("no capacity for this tier", status(498), always(), Verdict.OVERLOADED, GROQ),
            row("overloaded, or loading the model", status(503, 529), always(), Verdict.OVERLOADED, LLAMA_SERVER),
            row(
                    "no memory for the model now",
                    status(500),
                    says("requires more system memory|out of memory"),
                    Verdict.OVERLOADED,
                    OLLAMA),
            row("failed behind its front", between(520, 527), always(), Verdict.TRANSIENT, CLOUDFLARE),
            row("failed", between(500, 599), always(), Verdict.TRANSIENT, OPENAI),
            row("will not, for a reason of its own", between(400, 499), always(), Verdict.REFUSED, HTTP),
            row("points elsewhere, or speaks another protocol", between(0, 999), always(), Verdict.TRANSIENT, HTTP));

    private FailureTable() {}

    static FailureRow find(ErrorReply reply) {
        return ROWS.stream().filter(row -> row.matches(reply)).findFirst().orElseThrow();
    }

    private static FailureRow row(
            String meaning, IntPredicate status, Predicate<ErrorReply> sign, Verdict verdict, String source) {
        return new FailureRow(meaning, status, sign, verdict, source);
    }
}
