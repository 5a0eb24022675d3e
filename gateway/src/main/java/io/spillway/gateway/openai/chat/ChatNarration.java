package io.spillway.gateway.openai.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.contract.job.Job;
import io.spillway.gateway.api.JobShape;
import io.spillway.gateway.openai.JobEnd;
import io.spillway.gateway.openai.telling.Frame;
import io.spillway.gateway.openai.telling.Narration;
import io.spillway.gateway.refusal.OpenAiError;
import io.spillway.gateway.refusal.Problem;
import io.spillway.scheduling.JobView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A chat job as chunks: the role first, the first choice's text as it comes, then what is known only at the end (tool
 * calls, refusals, log probabilities, further choices), the reason of the end, the usage, and {@code [DONE]}.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/chat-streaming">The chat completion chunk object</a>
 */
final class ChatNarration implements Narration {
    private static final Set<String> TOLD_BEFORE = Set.of("role", "content");

    private final Job job;
    private final boolean usage;
    private Optional<String> target = Optional.empty();
    private boolean begun;

    /** @param usage whether a chunk with the usage is wanted */
    ChatNarration(JobView view, boolean usage) {
        this.job = view.job();
        this.usage = usage;
    }

    @Override
    public List<Frame> accepted(JobView view) {
        return List.of();
    }

    @Override
    public List<Frame> began(String name) {
        target = Optional.of(name);
        return List.of();
    }

    @Override
    public List<Frame> text(String piece) {
        List<Frame> frames = new ArrayList<>(role());
        frames.add(delta(0, node().put("content", piece)));
        return frames;
    }

    @Override
    public List<Frame> completed(JobView view) {
        target = Optional.ofNullable(JobShape.of(view).target()).or(() -> target);
        List<Frame> frames = new ArrayList<>(role());
        for (JsonNode choice : ChatCompletion.choices(view)) {
            int index = choice.path("index").asInt();
            rest(choice, index).ifPresent(delta -> frames.add(delta(index, delta)));
            if (choice.path("logprobs").isObject()) {
                frames.add(chunk(choice(index, node(), choice.path("logprobs"), null)));
            }
            frames.add(chunk(choice(
                    index,
                    node(),
                    JsonNodeFactory.instance.nullNode(),
                    choice.path("finish_reason").asText())));
        }
        if (usage) {
            frames.add(usage(view));
        }
        frames.add(Frame.done().with(view));
        return frames;
    }

    @Override
    public List<Frame> failed(JobView view) {
        return error(view, JobEnd.problem(view));
    }

    @Override
    public List<Frame> broken(JobView view, Break why) {
        return error(view, Problem.ofJob(why.code(), 502, why.message(view)));
    }

    private static List<Frame> error(JobView view, Problem problem) {
        OpenAiError.Body error = OpenAiError.of(problem).error();
        ObjectNode body = node();
        body.putObject("error")
                .put("message", error.message())
                .put("type", error.type())
                .put("param", error.param())
                .put("code", error.code());
        return List.of(Frame.of(body).with(view));
    }

    private List<Frame> role() {
        if (begun) {
            return List.of();
        }
        begun = true;
        return List.of(delta(0, node().put("role", "assistant").put("content", "")));
    }

    /** What the chunks so far did not tell of a choice: of the first one the text was told. */
    private static Optional<ObjectNode> rest(JsonNode choice, int index) {
        ObjectNode delta = node();
        for (Map.Entry<String, JsonNode> field : choice.path("message").properties()) {
            boolean told = index == 0 && TOLD_BEFORE.contains(field.getKey());
            if (!told && !field.getValue().isNull()) {
                delta.set(field.getKey(), field.getValue().deepCopy());
            }
        }
        if (delta.get("tool_calls") instanceof ArrayNode calls) {
            for (int i = 0; i < calls.size(); i++) {
                ((ObjectNode) calls.get(i)).put("index", i);
            }
        }
        return Optional.of(delta).filter(some -> !some.isEmpty());
    }

    private Frame usage(JobView view) {
        ObjectNode chunk = ChatCompletion.head(job, "chat.completion.chunk", target);
        chunk.putArray("choices");
        chunk.set("usage", ChatCompletion.usage(JobShape.of(view)));
        return Frame.of(chunk);
    }

    private Frame delta(int index, ObjectNode delta) {
        return chunk(choice(index, delta, JsonNodeFactory.instance.nullNode(), null));
    }

    private static ObjectNode choice(int index, ObjectNode delta, JsonNode logprobs, @Nullable String finish) {
        ObjectNode choice = node().put("index", index);
        choice.set("delta", delta);
        choice.set("logprobs", logprobs);
        choice.put("finish_reason", finish);
        return choice;
    }

    private Frame chunk(ObjectNode choice) {
        ObjectNode chunk = ChatCompletion.head(job, "chat.completion.chunk", target);
        chunk.putArray("choices").add(choice);
        if (usage) {
            chunk.putNull("usage");
        }
        return Frame.of(chunk);
    }

    private static ObjectNode node() {
        return JsonNodeFactory.instance.objectNode();
    }
}
