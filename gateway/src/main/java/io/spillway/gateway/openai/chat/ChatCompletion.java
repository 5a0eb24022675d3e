package io.spillway.gateway.openai.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.contract.job.Job;
import io.spillway.contract.outcome.Output;
import io.spillway.gateway.api.JobBody;
import io.spillway.gateway.api.JobShape;
import io.spillway.gateway.openai.AnswerId;
import io.spillway.scheduling.JobView;
import java.util.Optional;

/**
 * A completed chat job as OpenAI's chat completion.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/chat/object">The chat completion object</a>
 */
final class ChatCompletion {
    private ChatCompletion() {}

    static ObjectNode of(JobView view) {
        JobBody body = JobShape.of(view);
        ObjectNode completion = head(view.job(), "chat.completion", Optional.ofNullable(body.target()));
        completion.set("choices", choices(view));
        completion.set("usage", usage(body));
        return completion;
    }

    /** What completion and chunks begin with. */
    static ObjectNode head(Job job, String object, Optional<String> target) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", AnswerId.of("chatcmpl-", job.id()))
                .put("object", object)
                .put("created", job.acceptedAt().getEpochSecond())
                .put("model", target.orElse(job.model()));
    }

    /** The choices, each with index, message, finish_reason and logprobs. */
    static ArrayNode choices(JobView view) {
        ArrayNode choices = JsonNodeFactory.instance.arrayNode();
        Output output = view.output().orElseThrow();
        JsonNode several = output.body().path("choices");
        if (several.isEmpty()) {
            choices.add(choice(0, output.body()));
            first(choices).set("content", content(output));
        } else {
            for (JsonNode one : several) {
                choices.add(choice(choices.size(), one));
            }
        }
        return choices;
    }

    /** Tokens of all attempts together; null where nobody counted. */
    static JsonNode usage(JobBody body) {
        JobBody.Usage usage = body.usage();
        if (usage == null) {
            return JsonNodeFactory.instance.nullNode();
        }
        return JsonNodeFactory.instance
                .objectNode()
                .put("prompt_tokens", usage.inputTokens())
                .put("completion_tokens", usage.outputTokens())
                .put("total_tokens", usage.totalTokens());
    }

    private static ObjectNode choice(int index, JsonNode one) {
        ObjectNode choice = JsonNodeFactory.instance.objectNode().put("index", index);
        ObjectNode message = one.path("message") instanceof ObjectNode given ? given.deepCopy() : choice.objectNode();
        message.put("role", "assistant");
        if (!message.has("content")) {
            message.putNull("content");
        }
        if (!message.has("refusal")) {
            message.putNull("refusal");
        }
        choice.set("message", message);
        choice.set("logprobs", one.path("logprobs").isObject() ? one.path("logprobs") : choice.nullNode());
        choice.put("finish_reason", one.path("finish_reason").asText("stop"));
        return choice;
    }

    /** Some providers answer in parts, which OpenAI's clients do not expect here; text is the same in one piece. */
    private static JsonNode content(Output output) {
        JsonNode given = output.body().path("message").path("content");
        if (given.isTextual()) {
            return given;
        }
        return output.text().isEmpty()
                ? JsonNodeFactory.instance.nullNode()
                : JsonNodeFactory.instance.textNode(output.text());
    }

    private static ObjectNode first(ArrayNode choices) {
        return (ObjectNode) choices.get(0).path("message");
    }
}
