package io.spillway.cloud.provider;

import io.spillway.contract.call.StopSignal;
import io.spillway.contract.cluster.Target.Timeouts;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The process's connections to providers; one of these for all of them. HTTP/1.1, because there a call is a connection:
 * stopping the call closes it, which every server notices, and no call waits for a place among another's streams. Never
 * follows a redirect, which could carry a key and a prompt to somebody else.
 */
public final class Connections implements AutoCloseable {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<Duration, HttpClient> clients = new ConcurrentHashMap<>();

    /** Sends {@code request}; whatever comes of it comes through the answer. {@code stop} closes the connection. */
    public Incoming send(HttpRequest request, Timeouts limits, StopSignal stop) {
        CallClock clock = new CallClock(limits, System::nanoTime);
        return new Incoming(Exchange.start(client(limits.connect()), TracedCaller.traced(request), stop), clock);
    }

    /** Drops every connection. */
    @Override
    public void close() {
        clients.values().forEach(HttpClient::shutdownNow);
        threads.shutdownNow();
    }

    /** The JDK sets the limit for connecting per client, so there is a client for each limit in the configuration. */
    private HttpClient client(Duration connect) {
        return clients.computeIfAbsent(
                connect,
                limit -> HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(limit)
                        .executor(threads)
                        .build());
    }
}
