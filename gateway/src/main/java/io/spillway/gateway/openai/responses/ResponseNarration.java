package io.spillway.gateway.openai.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.contract.job.JobId;
import io.spillway.gateway.openai.telling.Frame;
import io.spillway.gateway.openai.telling.Narration;
import io.spillway.scheduling.JobView;
import java.util.ArrayList;
import java.util.List;

/**
 * A chat job as the events of a response. They are numbered from 0, and since each follows from the token stream or the
 * job's end, any gateway numbers them alike: whoever has seen number N goes on after it.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/responses-streaming">OpenAI, streaming events</a>
 */
final class ResponseNarration implements Narration {
    private final JobId job;
    private final long after;
    private final StringBuilder text = new StringBuilder();
    private List<Frame> frames = new ArrayList<>();
    private long next;

    /** @param after the number of the last event that the client has seen, -1 for none */
    ResponseNarration(JobView view, long after) {
        this.job = view.job().id();
        this.after = after;
    }

    @Override
    public List<Frame> accepted(JobView view) {
        // Both at once: a queue has no event of its own in a stream that is not in the background.
        say("response.created", node().set("response", ResponseShape.begun(view)));
        say("response.in_progress", node().set("response", ResponseShape.begun(view)));
        return said();
    }

    @Override
    public List<Frame> began(String target) {
        return List.of();
    }

    @Override
    public List<Frame> text(String piece) {
        if (text.isEmpty()) {
            openText();
        }
        text.append(piece);
        ObjectNode delta = part().put("delta", piece);
        delta.putArray("logprobs");
        say("response.output_text.delta", delta);
        return said();
    }

    @Override
    public List<Frame> completed(JobView view) {
        List<JsonNode> items =
                OutputItems.of(job, view.output().orElseThrow()).valueStream().toList();
        for (int index = 0; index < items.size(); index++) {
            ObjectNode item = (ObjectNode) items.get(index);
            if (index == 0 && !text.isEmpty()) {
                closeText(item);
            } else if (item.path("type").asText().equals("function_call")) {
                call(index, item);
            } else {
                say("response.output_item.added", item(index, item));
                say("response.output_item.done", item(index, item));
            }
        }
        ObjectNode response = ResponseShape.of(view);
        say("response." + response.path("status").asText(), node().set("response", response));
        return last(view);
    }

    @Override
    public List<Frame> failed(JobView view) {
        say("response.failed", node().set("response", ResponseShape.of(view)));
        return last(view);
    }

    @Override
    public List<Frame> broken(JobView view, Break why) {
        say(
                "error",
                node().put("code", why.code()).put("message", why.message(view)).putNull("param"));
        return last(view);
    }

    private void openText() {
        say("response.output_item.added", item(0, OutputItems.message(job, "in_progress")));
        ObjectNode part = part();
        part.set("part", OutputItems.text("", MissingNode.getInstance()));
        say("response.content_part.added", part);
    }

    private void closeText(ObjectNode item) {
        JsonNode whole = item.path("content").path(0);
        ObjectNode done = part().put("text", text.toString());
        done.set("logprobs", whole.path("logprobs"));
        say("response.output_text.done", done);
        ObjectNode part = part();
        part.set("part", whole);
        say("response.content_part.done", part);
        say("response.output_item.done", item(0, item));
    }

    private void call(int index, ObjectNode item) {
        String id = item.path("id").asText();
        String arguments = item.path("arguments").asText();
        say(
                "response.output_item.added",
                item(index, item.deepCopy().put("status", "in_progress").put("arguments", "")));
        say(
                "response.function_call_arguments.delta",
                node().put("item_id", id).put("output_index", index).put("delta", arguments));
        say(
                "response.function_call_arguments.done",
                node().put("item_id", id)
                        .put("output_index", index)
                        .put("name", item.path("name").asText())
                        .put("arguments", arguments));
        say("response.output_item.done", item(index, item));
    }

    private ObjectNode part() {
        return node().put("item_id", OutputItems.messageId(job))
                .put("output_index", 0)
                .put("content_index", 0);
    }

    private static ObjectNode item(int index, JsonNode item) {
        return node().put("output_index", index).set("item", item);
    }

    private static ObjectNode node() {
        return JsonNodeFactory.instance.objectNode();
    }

    private void say(String type, ObjectNode data) {
        long number = next++;
        if (number > after) {
            ObjectNode event = node().put("type", type).put("sequence_number", number);
            event.setAll(data);
            frames.add(Frame.of(type, event));
        }
    }

    private List<Frame> said() {
        List<Frame> all = frames;
        frames = new ArrayList<>();
        return all;
    }

    private List<Frame> last(JobView view) {
        List<Frame> all = said();
        if (!all.isEmpty()) {
            all.set(all.size() - 1, all.getLast().with(view));
        }
        return all;
    }
}
