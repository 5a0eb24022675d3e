package io.spillway.cloud.provider.ollama;

import io.spillway.cloud.provider.CallEnded;
import io.spillway.cloud.provider.Connections;
import io.spillway.cloud.provider.EventReader;
import io.spillway.cloud.provider.Incoming;
import io.spillway.cloud.provider.LineReader;
import io.spillway.cloud.provider.openai.Endpoint;
import io.spillway.cloud.provider.translation.Addresses;
import io.spillway.cloud.provider.translation.Json;
import io.spillway.contract.call.StopSignal;
import io.spillway.contract.cluster.Target.Timeouts;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells an Ollama server to fetch models that it lacks, each once at a time, while jobs wait or go elsewhere.
 *
 * @see <a href="https://docs.ollama.com/api/pull">Pull a model</a>
 */
public final class ModelPull {
    private static final Logger LOG = System.getLogger(ModelPull.class.getName());
    /** Ollama reports its progress many times a second, but a slow disk may keep it silent while it checks. */
    private static final Timeouts LIMITS =
            new Timeouts(Duration.ofSeconds(5), Duration.ofMinutes(5), Duration.ofMinutes(5), Duration.ofHours(12));

    /** A model that does not exist does not come into being by asking again. */
    private static final Duration LEFT_ALONE = Duration.ofMinutes(10);

    private final Endpoint endpoint;
    private final Connections connections;
    private final Set<String> running = ConcurrentHashMap.newKeySet();
    private final Map<String, Instant> failed = new ConcurrentHashMap<>();

    public ModelPull(Endpoint endpoint, Connections connections) {
        this.endpoint = endpoint;
        this.connections = connections;
    }

    /**
     * Begins to fetch {@code model} unless that is under way; returns at once.
     *
     * @return whether it is being fetched: not if that has failed a short while ago
     */
    boolean begin(String model) {
        Instant failure = failed.get(model);
        if (failure != null && failure.plus(LEFT_ALONE).isAfter(Instant.now())) {
            return false;
        }
        if (running.add(model)) {
            Thread.ofVirtual().name("pull").start(() -> fetch(model));
        }
        return true;
    }

    private void fetch(String model) {
        LOG.log(Level.INFO, "pull begins model={0}", model);
        try (Incoming incoming = connections.send(post(model), LIMITS, new StopSignal())) {
            Incoming.Head head = incoming.head();
            boolean done = head.ok() && succeeds(incoming);
            note(model, done);
            LOG.log(
                    done ? Level.INFO : Level.WARNING,
                    "pull ended model={0} status={1} done={2}",
                    model,
                    head.status(),
                    done);
        } catch (CallEnded e) {
            note(model, false);
            LOG.log(
                    Level.WARNING,
                    "pull failed model={0} why={1}",
                    model,
                    e.outcome().detail());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            running.remove(model);
        }
    }

    private void note(String model, boolean done) {
        if (done) {
            failed.remove(model);
        } else {
            failed.put(model, Instant.now());
        }
    }

    /** The last line says {@code success}; an error in between is the last line too. */
    private static boolean succeeds(Incoming incoming) throws CallEnded, InterruptedException {
        EventReader lines = new LineReader();
        String last = "";
        for (Optional<List<ByteBuffer>> next = incoming.more(); next.isPresent(); next = incoming.more()) {
            incoming.clock().token();
            for (ByteBuffer bytes : next.get()) {
                last = lines.feed(bytes).stream()
                        .reduce((_, later) -> later)
                        .map(EventReader.Event::data)
                        .orElse(last);
            }
        }
        String end =
                lines.end().stream().findFirst().map(EventReader.Event::data).orElse(last);
        return Json.object(end)
                .filter(line -> line.path("status").asText().equals("success"))
                .isPresent();
    }

    private HttpRequest post(String model) {
        String body = Json.object().put("model", model).put("stream", true).toString();
        HttpRequest.Builder post = HttpRequest.newBuilder(Addresses.below(endpoint, "/api/pull"))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        endpoint.key().ifPresent(secret -> post.header("authorization", "Bearer " + secret));
        return post.build();
    }
}
