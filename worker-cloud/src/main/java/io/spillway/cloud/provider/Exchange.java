package io.spillway.cloud.provider;

import io.spillway.contract.call.StopSignal;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request in flight, as a mailbox: head, body, end, breakage and the wish to stop all arrive in one queue, so
 * that the calling virtual thread waits in one place, against one clock, and no two of them can race. The next buffers
 * are asked for only when the last have been taken: a reader that is slow slows the sender, not the heap.
 */
final class Exchange implements HttpResponse.BodySubscriber<Void>, AutoCloseable {
    private final BlockingQueue<Signal> mailbox = new LinkedBlockingQueue<>();
    private final CompletableFuture<Void> body = new CompletableFuture<>();
    private volatile @Nullable CompletableFuture<HttpResponse<Void>> response;
    private volatile Flow.@Nullable Subscription subscription;
    private volatile boolean closed;
    private volatile boolean ended;

    private Exchange() {}

    static Exchange start(HttpClient client, HttpRequest request, StopSignal stop) {
        Exchange exchange = new Exchange();
        stop.onStop(exchange::stop);
        CompletableFuture<HttpResponse<Void>> response = client.sendAsync(request, info -> {
            exchange.mailbox.add(new Signal.Head(info.statusCode(), info.headers()));
            return exchange;
        });
        exchange.response = response;
        var _ = response.whenComplete((_, failure) -> {
            if (failure != null) {
                exchange.mailbox.add(new Signal.Broken(failure));
            }
        });
        exchange.closeIfStoppedMeanwhile();
        return exchange;
    }

    /** The next thing that happens, or nothing if nothing does within {@code longest}. */
    Optional<Signal> next(Duration longest) throws InterruptedException {
        Signal next = mailbox.poll(Math.max(0, longest.toNanos()), TimeUnit.NANOSECONDS);
        Flow.Subscription source = subscription;
        if (next instanceof Signal.Bytes && source != null) {
            source.request(1);
        }
        return Optional.ofNullable(next);
    }

    /** Drops the connection unless the body has been read to its end. */
    @Override
    public void close() {
        closed = true;
        if (ended) {
            // The connection is on its way back to the pool; a cancel now would still catch it.
            return;
        }
        Flow.Subscription source = subscription;
        if (source != null) {
            source.cancel();
        }
        CompletableFuture<HttpResponse<Void>> future = response;
        if (future != null) {
            future.cancel(true);
        }
    }

    private void stop() {
        mailbox.add(new Signal.Stopped());
        close();
    }

    private void closeIfStoppedMeanwhile() {
        if (closed) {
            close();
        }
    }

    @Override
    public CompletionStage<Void> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription source) {
        subscription = source;
        if (closed) {
            source.cancel();
        } else {
            source.request(1);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        mailbox.add(new Signal.Bytes(buffers));
    }

    @Override
    public void onError(Throwable failure) {
        mailbox.add(new Signal.Broken(failure));
        body.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        ended = true;
        body.complete(null);
        mailbox.add(new Signal.End());
    }
}
