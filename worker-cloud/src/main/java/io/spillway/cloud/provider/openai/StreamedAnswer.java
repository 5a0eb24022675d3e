package io.spillway.cloud.provider.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.spillway.cloud.provider.CallEnded;
import io.spillway.cloud.provider.EventReader;
import io.spillway.cloud.provider.Incoming;
import io.spillway.contract.call.TokenSink;
import io.spillway.contract.outcome.Outcome;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Reads a chat completion that comes as server-sent events, and passes its text on as it comes. */
final class StreamedAnswer {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DONE = "[DONE]";
    /** After [DONE] only the last chunk's end is missing; it lets the connection be used again. */
    private static final Duration LAST_CHUNK = Duration.ofMillis(100);

    private final ChatAnswer answer;
    private final WholeCharacters tokens;
    private final Dialect dialect;
    private final EventReader events;
    private final TreeMap<Integer, ChoiceMerge> choices = new TreeMap<>();
    private JsonNode usage = MissingNode.getInstance();
    private boolean done;

    StreamedAnswer(ChatAnswer answer, TokenSink tokens, Dialect dialect) {
        this.answer = answer;
        this.tokens = new WholeCharacters(tokens);
        this.dialect = dialect;
        this.events = dialect.events();
    }

    Outcome read(Incoming incoming, Incoming.Head head) throws CallEnded, InterruptedException {
        try {
            while (!done) {
                Optional<List<ByteBuffer>> bytes = incoming.more();
                for (EventReader.Event event : bytes.map(this::cut).orElseGet(events::end)) {
                    accept(event, incoming, head);
                }
                if (bytes.isEmpty()) {
                    break;
                }
            }
        } catch (CallEnded e) {
            // Once every choice has its finish_reason the answer is whole; only its usage may be missing.
            if (!finished()) {
                throw e;
            }
        }
        if (!done && !finished()) {
            return new Outcome.Transient(
                    choices.isEmpty() ? "200 with no events in it" : "the stream ended before the answer was complete");
        }
        if (done) {
            incoming.drain(LAST_CHUNK);
        }
        tokens.end();
        List<JsonNode> whole =
                choices.values().stream().<JsonNode>map(ChoiceMerge::choice).toList();
        return answer.outcome(head.headers(), whole, usage);
    }

    private List<EventReader.Event> cut(List<ByteBuffer> bytes) {
        List<EventReader.Event> cut = new ArrayList<>();
        bytes.forEach(buffer -> cut.addAll(events.feed(buffer)));
        return cut;
    }

    private void accept(EventReader.Event event, Incoming incoming, Incoming.Head head) throws CallEnded {
        if (done || event.data().isBlank()) {
            return;
        }
        if (event.data().strip().equals(DONE)) {
            done = true;
            return;
        }
        JsonNode said = json(event.data());
        answer.failIfError(head.headers(), said);
        if (event.type().equals("error")) {
            throw new CallEnded(new Outcome.Transient("the stream reports an error"));
        }
        dialect.chunks(said).forEach(chunk -> accept(chunk, incoming));
        done = dialect.last(said);
    }

    private void accept(JsonNode chunk, Incoming incoming) {
        usage(chunk);
        for (JsonNode choice : chunk.path("choices")) {
            int index = choice.path("index").asInt(0);
            ChoiceMerge merge = choices.computeIfAbsent(index, ChoiceMerge::new);
            if (merge.add(choice)) {
                incoming.clock().token();
            }
            if (index == 0) {
                tokens.append(choice.path("delta").path("content").asText(""));
            }
        }
    }

    /** Most send it once, in a chunk of its own; some with every chunk, as far as it has got; Groq under its name. */
    private void usage(JsonNode chunk) {
        for (JsonNode place : List.of(chunk.path("usage"), chunk.path("x_groq").path("usage"))) {
            if (place.isObject()) {
                usage = place;
            }
        }
    }

    private boolean finished() {
        return !choices.isEmpty() && choices.values().stream().allMatch(ChoiceMerge::finished);
    }

    private static JsonNode json(String data) throws CallEnded {
        try {
            JsonNode json = JSON.readTree(data);
            if (json != null && json.isObject()) {
                return json;
            }
        } catch (JsonProcessingException e) {
            // Said below.
        }
        throw new CallEnded(new Outcome.Transient("the stream holds something that is not JSON"));
    }
}
