package io.spillway.journey.language;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.IntUnaryOperator;

/** A client's endpoint: keeps the ids of the messages it is sent, and answers the n-th as it is told. */
public final class Hook implements AutoCloseable {
    private final HttpServer server;
    private final List<String> ids = new CopyOnWriteArrayList<>();
    private final IntUnaryOperator status;

    /** @param status of the n-th answer, from 1; 0 hangs up without one */
    public Hook(IntUnaryOperator status) {
        this.status = status;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    /** Has the cluster know it; the endpoint's id. */
    public String register(Front front) {
        return front.asking()
                .contentType("application/json")
                .body("{\"url\": \"http://127.0.0.1:" + server.getAddress().getPort() + "/hook\"}")
                .post("/v1/webhooks")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    /** The {@code webhook-id} of each message, in the order in which they came. */
    public List<String> ids() {
        return ids;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            ids.add(exchange.getRequestHeaders().getFirst("webhook-id"));
            int answer = status.applyAsInt(ids.size());
            if (answer > 0) {
                exchange.sendResponseHeaders(answer, -1);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
