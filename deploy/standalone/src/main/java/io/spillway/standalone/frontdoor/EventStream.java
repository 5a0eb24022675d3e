package io.spillway.standalone.frontdoor;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.standalone.layout.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.function.BiConsumer;

/** Follows a job's events until it has ended, and goes on where it was when the connection breaks. */
public final class EventStream {
    private static final Set<String> LAST = Set.of("completed", "failed", "cancelled", "expired");
    private static final Duration LONGEST = Duration.ofHours(25);
    private static final int OK = 200;

    private final FrontDoor door;
    private final String job;
    private String lastId = "";

    public EventStream(FrontDoor door, String job) {
        this.door = door;
        this.job = job;
    }

    /** Returns once the job has ended. {@code seen} gets each event's name and data. */
    public void follow(BiConsumer<String, JsonNode> seen) {
        boolean ended = false;
        while (!ended) {
            ended = followOnce(seen) || door.look(job).ended();
        }
    }

    private boolean followOnce(BiConsumer<String, JsonNode> seen) {
        HttpRequest.Builder asking =
                door.to("/v1/jobs/" + job + "/events").timeout(LONGEST).header("Accept", "text/event-stream");
        if (!lastId.isEmpty()) {
            asking.header("Last-Event-ID", lastId);
        }
        HttpRequest request = asking.GET().build();
        HttpResponse<InputStream> answer = door.send(request, BodyHandlers.ofInputStream());
        try (ServerSentEvents events = new ServerSentEvents(answer.body())) {
            if (answer.statusCode() != OK) {
                String body = new String(answer.body().readAllBytes(), StandardCharsets.UTF_8);
                throw FrontDoor.refusal(request, answer.statusCode(), body);
            }
            return drain(events, seen);
        } catch (IOException e) {
            return false; // broken: the next connection resumes after lastId
        }
    }

    private boolean drain(ServerSentEvents events, BiConsumer<String, JsonNode> seen) throws IOException {
        for (var event = events.next(); event.isPresent(); event = events.next()) {
            lastId = event.get().id();
            String name = event.get().name();
            String data = event.get().data();
            seen.accept(name, data.isEmpty() ? Json.MAPPER.nullNode() : Json.MAPPER.readTree(data));
            if (LAST.contains(name)) {
                return true;
            }
        }
        return false;
    }
}
