package io.spillway.gguf.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.gguf.protocol.Turn;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/**
 * The calls of one llama-server. It listens on this machine's loopback, and to nobody without the key.
 *
 * @see <a href="https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md">llama-server</a>
 */
public final class ServerApi {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration QUICK = Duration.ofSeconds(10);
    private static final Duration SLOW = Duration.ofMinutes(2);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(QUICK)
            .build();
    private final URI base;
    private final String key;

    public ServerApi(int port, String key) {
        this.base = URI.create("http://127.0.0.1:" + port);
        this.key = key;
    }

    /** The status of {@code /health}: 200 when it takes calls, 503 while it loads. */
    int health() throws IOException, InterruptedException {
        return http.send(request("/health").timeout(QUICK).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    /** How many tokens a slot holds. */
    int context() throws IOException, InterruptedException {
        return answer(request("/props").timeout(QUICK).build())
                .at("/default_generation_settings/n_ctx")
                .asInt(0);
    }

    /** How many tokens the model's own template makes of a conversation. */
    int tokens(List<Turn> turns) throws IOException, InterruptedException {
        ObjectNode body = JSON.createObjectNode();
        body.set("messages", messages(turns));
        return tokens(post("/apply-template", body).path("prompt").asText());
    }

    /** How many tokens a text is to the model, those that it puts around it included. */
    int tokens(String text) throws IOException, InterruptedException {
        ObjectNode body = JSON.createObjectNode()
                .put("content", text)
                .put("add_special", true)
                .put("parse_special", true);
        return post("/tokenize", body).path("tokens").size();
    }

    JsonNode embeddings(List<String> texts) throws IOException, InterruptedException {
        return post("/v1/embeddings", JSON.createObjectNode().set("input", JSON.valueToTree(texts)));
    }

    /** Begins a streamed answer; cancelling what is returned, or closing the stream, ends the work there too. */
    CompletableFuture<HttpResponse<InputStream>> chat(ObjectNode body) {
        return http.sendAsync(posting("/v1/chat/completions", body).build(), HttpResponse.BodyHandlers.ofInputStream());
    }

    static JsonNode messages(List<Turn> turns) {
        var messages = JSON.createArrayNode();
        for (Turn turn : turns) {
            messages.addObject()
                    .put("role", turn.role().name().toLowerCase(Locale.ROOT))
                    .put("content", turn.text());
        }
        return messages;
    }

    private JsonNode post(String path, ObjectNode body) throws IOException, InterruptedException {
        return answer(posting(path, body).timeout(SLOW).build());
    }

    private JsonNode answer(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() != 200) {
            throw new ServerSaidNo(request.uri().getPath(), response.statusCode());
        }
        return JSON.readTree(response.body());
    }

    private HttpRequest.Builder posting(String path, ObjectNode body) {
        return request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).header("Authorization", "Bearer " + key);
    }
}
