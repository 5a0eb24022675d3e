package io.spillway.gateway.webhook;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Sends a message once. The address is dialled that was checked, under the name of the url (Host, SNI, certificate),
 * which the JDK's own client cannot do. Redirects are not followed, and of the answer's body little is read and nothing
 * kept.
 */
@Singleton
public class Sending {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final int MOST_READ = 64 * 1024;
    private static final int HTTPS = 443;
    private static final int HTTP = 80;

    private final AddressGuard guard;
    private final HttpClient client;
    private final Duration patience;

    @Inject
    Sending(AddressGuard guard, Vertx vertx) {
        this(guard, vertx, PATIENCE);
    }

    Sending(AddressGuard guard, Vertx vertx, Duration patience) {
        this.guard = guard;
        this.patience = patience;
        // A connection of its own for each message: the next one may have to go to another address.
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setKeepAlive(false)
                .setConnectTimeout(Math.toIntExact(CONNECT.toMillis()))
                .setForceSni(true));
    }

    /** Sends {@code message} now and waits, at most 15 s, for what the endpoint says. */
    Sent send(Endpoint endpoint, Message message) {
        return switch (guard.check(endpoint.url())) {
            case AddressGuard.Checked.Refused(String why) -> new Sent.Forbidden(why);
            case AddressGuard.Checked.Unknown _ -> new Sent.Unreached("the name of the host is not known");
            case AddressGuard.Checked.Allowed(InetAddress address) -> {
                Instant now = Instant.now();
                yield new Exchange(message.body())
                        .with(options(endpoint.url(), address, message.headers(endpoint.signing(now), now)));
            }
        };
    }

    private static RequestOptions options(URI url, InetAddress address, Map<String, String> headers) {
        boolean secure = "https".equalsIgnoreCase(url.getScheme());
        int port = url.getPort() > 0 ? url.getPort() : (secure ? HTTPS : HTTP);
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(url.toString())
                .setServer(SocketAddress.inetSocketAddress(port, address.getHostAddress()))
                .setFollowRedirects(false)
                .putHeader("content-type", "application/json")
                .putHeader("user-agent", "Spillway");
        headers.forEach(options::putHeader);
        return options;
    }

    /** One request and its answer; whatever is open when the time is over is closed. */
    private final class Exchange {
        private final Buffer body;
        private final AtomicReference<@Nullable HttpClientRequest> open = new AtomicReference<>();
        private final AtomicReference<Sent.@Nullable Answered> head = new AtomicReference<>();
        private volatile boolean over;

        Exchange(byte[] body) {
            this.body = Buffer.buffer(body);
        }

        Sent with(RequestOptions options) {
            Future<Sent> answer = client.request(options)
                    .compose(this::written)
                    .compose(this::drained)
                    .otherwise(failure -> new Sent.Unreached(
                            "no answer: " + failure.getClass().getSimpleName()));
            try {
                return answer.toCompletionStage().toCompletableFuture().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return new Sent.Unreached("interrupted");
            } catch (TimeoutException | ExecutionException e) {
                // A head that has come has decided; what its body still has to say does not matter.
                Sent.Answered known = head.get();
                return known == null ? new Sent.Unreached("no answer in time") : known;
            } finally {
                close();
            }
        }

        private Future<HttpClientResponse> written(HttpClientRequest request) {
            open.set(request);
            if (over) {
                request.reset();
            }
            return request.send(body);
        }

        private Future<Sent> drained(HttpClientResponse response) {
            Promise<Sent> done = Promise.promise();
            Sent.Answered answered = new Sent.Answered(
                    response.statusCode(), RetryAfter.of(response.getHeader("Retry-After"), Instant.now()));
            head.set(answered);
            long[] read = {0};
            response.handler(piece -> {
                read[0] += piece.length();
                if (read[0] > MOST_READ) {
                    done.tryComplete(answered);
                    close();
                }
            });
            response.exceptionHandler(_ -> done.tryComplete(answered));
            response.endHandler(_ -> done.tryComplete(answered));
            return done.future();
        }

        private void close() {
            over = true;
            HttpClientRequest request = open.get();
            if (request != null) {
                request.reset();
            }
        }
    }
}
