package io.spillway.standalone.frontdoor;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.standalone.layout.Complaint;
import io.spillway.standalone.layout.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Speaks to a cluster's API with one key. */
public final class FrontDoor {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(75);
    private static final int LONGEST_WAIT_SECONDS = 30;
    private static final int FIRST_ERROR = 400;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();
    private final String url;
    private final String key;

    /**
     * @param url the API, without a slash at its end
     * @param key sent as bearer token
     */
    public FrontDoor(String url, String key) {
        this.url = url;
        this.key = key;
    }

    /** Hands in a job; it is accepted once this returns. */
    public JobView submit(ChatRequest request) {
        return job(to("/v1/jobs")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(Json.text(request.body()))));
    }

    /** The job as it stands. */
    public JobView look(String id) {
        return job(to("/v1/jobs/" + id).GET());
    }

    /** The job once it has ended, or as it stands when the limit has passed. */
    public JobView await(JobView accepted, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        JobView seen = accepted;
        while (!seen.ended() && System.nanoTime() < deadline) {
            long left = Duration.ofNanos(deadline - System.nanoTime()).toSeconds() + 1;
            long wait = Math.min(left, LONGEST_WAIT_SECONDS);
            seen = job(to("/v1/jobs/" + accepted.id())
                    .header("Prefer", "wait=" + wait)
                    .GET());
        }
        return seen;
    }

    /** The model files that workers are fetching, one line each; none where they cannot be asked. */
    public List<String> downloads() {
        HttpRequest request = to("/ops/workers").GET().build();
        HttpResponse<String> answer = send(request, BodyHandlers.ofString());
        List<String> lines = new ArrayList<>();
        if (answer.statusCode() < FIRST_ERROR) {
            for (JsonNode worker : parse(request, answer.body()).path("data")) {
                for (JsonNode engine : worker.path("engines")) {
                    String detail = engine.path("detail").asText();
                    if (engine.path("state").asText().equals("fetching") && !detail.isEmpty()) {
                        lines.add(engine.path("name").asText() + ": " + detail);
                    }
                }
            }
        }
        return lines;
    }

    /** The request for a path of the API, with the key. */
    HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(url + path)).timeout(ANSWER).header("Authorization", "Bearer " + key);
    }

    /** Sends it; anything but a success is a complaint. */
    <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> as) {
        try {
            return http.send(request, as);
        } catch (IOException e) {
            throw new Complaint(
                    "The gateway does not answer: " + e,
                    request.uri().toString(),
                    "Look at ./spillway status and try again.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Complaint("Interrupted.", request.uri().toString(), "Try again.");
        }
    }

    private JobView job(HttpRequest.Builder builder) {
        HttpRequest request = builder.build();
        HttpResponse<String> answer = send(request, BodyHandlers.ofString());
        if (answer.statusCode() >= FIRST_ERROR) {
            throw refusal(request, answer.statusCode(), answer.body());
        }
        return new JobView(parse(request, answer.body()));
    }

    /** What the gateway's problem says. */
    static Complaint refusal(HttpRequest request, int status, String body) {
        JsonNode problem;
        try {
            problem = Json.MAPPER.readTree(body);
        } catch (IOException e) {
            problem = Json.MAPPER.nullNode();
        }
        String detail = problem.path("detail").asText(problem.path("title").asText("no reason given"));
        return new Complaint(
                "The gateway answered " + status + ": " + detail,
                request.method() + " " + request.uri(),
                status >= 500 ? "Look at ./spillway status and try again." : "Change the request and try again.");
    }

    private static JsonNode parse(HttpRequest request, String body) {
        try {
            return Json.MAPPER.readTree(body);
        } catch (IOException e) {
            throw new Complaint(
                    "The gateway's answer is not JSON.", request.uri().toString(), "Is another program on that port?");
        }
    }
}
