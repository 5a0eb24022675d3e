package io.spillway.cloud.lookout;

import io.spillway.cloud.provider.CallEnded;
import io.spillway.cloud.provider.Connections;
import io.spillway.cloud.provider.Incoming;
import io.spillway.contract.call.StopSignal;
import io.spillway.contract.cluster.Provider;
import io.spillway.contract.cluster.Target.Timeouts;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Optional;

/** Gets a page of a provider, with its first key. */
final class Lookup {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Timeouts LIMITS = new Timeouts(Duration.ofSeconds(5), PATIENCE, PATIENCE, PATIENCE);

    private final Provider provider;
    private final Connections connections;

    Lookup(Provider provider, Connections connections) {
        this.provider = provider;
        this.connections = connections;
    }

    /** What became of it. */
    sealed interface Found {
        /** It answered. */
        record Answered(int status, byte[] body) implements Found {}

        /** It did not. */
        record Silent(String why) implements Found {}
    }

    Found get(String path) throws InterruptedException {
        try (Incoming incoming = connections.send(request(path), LIMITS, new StopSignal())) {
            Incoming.Head head = incoming.head();
            return new Found.Answered(head.status(), head.ok() ? incoming.whole() : new byte[0]);
        } catch (CallEnded e) {
            return new Found.Silent(e.outcome().detail());
        } catch (IllegalArgumentException e) {
            // A key that no header can carry; calls say so too.
            return new Found.Silent("the request cannot be made");
        }
    }

    private HttpRequest request(String path) {
        HttpRequest.Builder get = HttpRequest.newBuilder(address(path)).GET();
        provider.keys().stream().findFirst().ifPresent(key -> {
            switch (provider.kind()) {
                case ANTHROPIC -> get.header("x-api-key", key).header("anthropic-version", "2023-06-01");
                case GEMINI -> get.header("x-goog-api-key", key);
                case OPENAI, OLLAMA -> {
                    if (azure()) {
                        get.header("api-key", key);
                    } else {
                        get.header("authorization", "Bearer " + key);
                    }
                }
                case DEVICE, GGUF -> throw new IllegalStateException("is at no address of its own");
            }
        });
        return get.build();
    }

    private boolean azure() {
        return Optional.ofNullable(provider.baseUrl().orElseThrow().getHost())
                .filter(host -> host.endsWith(".azure.com"))
                .isPresent();
    }

    /** Below the base address, whose query is kept: Azure's names the version. */
    private URI address(String path) {
        URI base = provider.baseUrl().orElseThrow();
        String query = Optional.ofNullable(base.getRawQuery())
                .map(text -> (path.contains("?") ? "&" : "?") + text)
                .orElse("");
        String whole = base.toString();
        int end = whole.indexOf('?');
        return URI.create((end < 0 ? whole : whole.substring(0, end)).replaceAll("/+$", "") + path + query);
    }
}
