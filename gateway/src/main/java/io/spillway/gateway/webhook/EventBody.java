package io.spillway.gateway.webhook;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.gateway.api.JobShape;
import io.spillway.scheduling.DueDelivery;
import io.spillway.scheduling.JobView;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Writes the message of a job's end: the job as a poll shows it, or as much of that as fits. */
@Singleton
public class EventBody {
    /** Of a body; the specification asks for less than 20 kB. */
    static final int MOST = 20_000;

    /** What is left out, one after the other, until the rest fits. */
    private static final List<Consumer<ObjectNode>> LARGE = List.of(
            data -> data.putNull("output")
                    .put("output_url", data.at("/urls/self").asText()),
            data -> data.putArray("attempts"),
            data -> data.putObject("metadata"));

    private final ObjectMapper json;

    EventBody(ObjectMapper json) {
        this.json = json;
    }

    /** @param view the job, unless its {@code result_ttl} is over */
    Message of(DueDelivery due, Optional<JobView> view) {
        if (view.isEmpty()) {
            return message(due, bare(due));
        }
        ObjectNode data = json.valueToTree(JobShape.of(view.get()));
        Message message = message(due, data);
        for (Consumer<ObjectNode> without : LARGE) {
            if (message.body().length < MOST) {
                return message;
            }
            without.accept(data);
            message = message(due, data);
        }
        return message.body().length < MOST ? message : message(due, bare(due));
    }

    private ObjectNode bare(DueDelivery due) {
        return json.createObjectNode()
                .put("id", due.job().value())
                .put("object", "job")
                .put("status", due.status().word())
                .put("completed_at", due.at().getEpochSecond());
    }

    private static Message message(DueDelivery due, ObjectNode data) {
        return Message.of(due.id(), EventType.of(due.status()), due.at(), data);
    }
}
