package io.spillway.bench.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** The cluster that {@code ./spillway up} has started, or the one that SPILLWAY_URL and SPILLWAY_KEY name. */
record RunningCluster(HttpClient http, String url, String key, String model) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Executor VIRTUAL = task -> Thread.ofVirtual().start(task);

    static RunningCluster of(String model) throws IOException {
        Path admin = Path.of(System.getProperty("spillway.root", "."), ".spillway", "admin.key");
        String named = System.getenv("SPILLWAY_KEY");
        String url = System.getenv("SPILLWAY_URL");
        return new RunningCluster(
                HttpClient.newHttpClient(),
                url == null ? "http://127.0.0.1:8080" : url,
                named == null ? Files.readString(admin).strip() : named,
                model);
    }

    /** Hands in all of {@code requests} at once, and waits for their ends; how many tokens were written. */
    long answer(List<ObjectNode> requests) {
        List<CompletableFuture<Long>> clients = requests.stream()
                .map(request -> CompletableFuture.supplyAsync(() -> answer(request), VIRTUAL))
                .toList();
        return clients.stream().mapToLong(CompletableFuture::join).sum();
    }

    private long answer(ObjectNode request) {
        JsonNode job = send(to("/v1/jobs")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        request.deepCopy().put("model", model).toString())));
        while (job.path("completed_at").isNull() && job.path("error").isNull()) {
            job = send(to("/v1/jobs/" + job.path("id").asText()));
        }
        if (!job.path("status").asText().equals("completed")) {
            throw new IllegalStateException("a job ended otherwise: " + job);
        }
        return job.path("usage").path("output_tokens").asLong();
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(url + path))
                .header("Authorization", "Bearer " + key)
                .header("Prefer", "wait=60");
    }

    private JsonNode send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new IllegalStateException("HTTP " + answer.statusCode() + ": " + answer.body());
            }
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
