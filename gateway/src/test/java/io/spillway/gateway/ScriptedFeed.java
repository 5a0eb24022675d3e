package io.spillway.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What {@code /ops/events} would tell of a large, busy cluster: 50 workers, 200 targets, 100,000 jobs that wait in 40
 * plans, and 500 events a second, over a real socket. The rows have the shape of those that a gateway tells.
 */
final class ScriptedFeed implements AutoCloseable {
    static final int WORKERS = 50;
    static final int TARGETS = 200;
    static final int WAITING = 100_000;
    static final int EVENTS_A_SECOND = 500;
    private static final int PLANS = 40;
    private static final int ROUTES = 40;
    private static final int TICK_MS = 20;
    private static final int FIGURES_EVERY = 250;

    private final HttpServer server;
    private final Random random = new Random(4711);
    private final AtomicLong told = new AtomicLong();
    private volatile boolean closed;

    private ScriptedFeed(HttpServer server) {
        this.server = server;
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::tell);
        server.start();
    }

    static ScriptedFeed start() {
        try {
            return new ScriptedFeed(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/events";
    }

    /** Events told so far. */
    long told() {
        return told.get();
    }

    private void tell(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
        exchange.getResponseHeaders().add("Access-Control-Allow-Origin", "*");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            say(out, "snapshot", snapshot());
            say(
                    out,
                    "figures",
                    IntStream.range(0, 180).mapToObj(n -> point(180 - n)).collect(Collectors.joining(",", "[", "]")));
            out.flush();
            long begun = System.nanoTime();
            for (long tick = 1; !closed; tick++) {
                for (int event = 0; event < EVENTS_A_SECOND * TICK_MS / 1_000; event++) {
                    change(out, event);
                }
                if (tick % FIGURES_EVERY == 0) {
                    say(out, "figures", "[" + point(0) + "]");
                }
                out.flush();
                // From the beginning: what telling takes is not to slow it down.
                Thread.sleep(Duration.ofNanos(Math.max(0, begun + tick * TICK_MS * 1_000_000L - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void change(OutputStream out, int event) throws IOException {
        switch (event % 5) {
            case 0 -> say(out, "changed", changed("targets", target(random.nextInt(TARGETS))));
            case 1 -> say(out, "changed", changed("queue", plan(random.nextInt(PLANS))));
            case 2 -> say(out, "changed", changed("workers", worker(random.nextInt(WORKERS))));
            default -> say(out, "jobs", "[" + job() + "," + job() + "]");
        }
        told.incrementAndGet();
    }

    private static void say(OutputStream out, String event, String data) throws IOException {
        out.write(("event:" + event + "\ndata:" + data + "\n\n").getBytes(StandardCharsets.UTF_8));
    }

    private String snapshot() {
        return "{\"rows\":{\"targets\":%s,\"routes\":%s,\"workers\":%s,\"queue\":%s,\"settings\":[]},\"gone\":{}}"
                .formatted(
                        list(TARGETS, this::target),
                        list(ROUTES, ScriptedFeed::route),
                        list(WORKERS, this::worker),
                        list(PLANS, this::plan));
    }

    private static String list(int many, IntFunction<String> one) {
        return IntStream.range(0, many).mapToObj(one).collect(Collectors.joining(",", "[", "]"));
    }

    private static String changed(String part, String row) {
        return "{\"rows\":{\"" + part + "\":[" + row + "]},\"gone\":{}}";
    }

    private static String name(int target) {
        return "provider-" + target % 20 + "/model-" + target;
    }

    private String target(int n) {
        boolean out = random.nextInt(3) == 0;
        String until = out ? Long.toString(Instant.now().getEpochSecond() + random.nextInt(900)) : "null";
        return """
                {"name":"%s","label":null,"provider":"provider-%d","model":"model-%d","pool":"%s","types":["chat"],\
                "state":"%s","until":%s,"keys":[{"number":0,"until":%s,"kind":%s,"why":%s,"allowed":null}],\
                "waiting":%d,"running":%d,"limits":{"concurrency":32,"rpm":null,"tpm":null},"weight":null,"price":null,"health":null}""".formatted(
                        name(n),
                        n % 20,
                        n,
                        n % 3 == 0 ? "local" : "cloud",
                        out ? "exhausted" : "available",
                        until,
                        until,
                        out ? "\"rate_limited\"" : "null",
                        out ? "\"429 from the provider\"" : "null",
                        random.nextInt(5_000),
                        random.nextInt(32));
    }

    private static String route(int n) {
        return """
                {"name":"route-%d","strategy":"ordered","attempts_per_target":2,"backoff":["PT0.5S"],"available":true,\
                "targets":[{"target":"%s","patience":"PT2S","state":"available","until":null},\
                {"target":"%s","patience":"PT2S","state":"exhausted","until":%d}]}""".formatted(n, name(n), name(n + 1), Instant.now().getEpochSecond() + 600);
    }

    private String worker(int n) {
        return """
                {"id":"worker-%d-id","name":"worker-cloud-%d","kind":"cloud","version":"test","host":"h%d","pid":%d,"started_at":1,\
                "seen_at":%d,"draining":false,"drained_by_hand":false,"targets":%s,"slots":500,"busy":%d,"engines":[],"providers":[]}""".formatted(
                        n,
                        n,
                        n,
                        n,
                        Instant.now().getEpochSecond(),
                        list(20, each -> "\"" + name(each * 10) + "\""),
                        random.nextInt(500));
    }

    private String plan(int n) {
        return """
                {"id":"plan %d","targets":["%s","%s"],"waiting":%d,"oldest_at":%d}""".formatted(
                        n,
                        name(n),
                        name(n + 1),
                        WAITING / PLANS + random.nextInt(11) - 5,
                        Instant.now().getEpochSecond() - 300);
    }

    private String job() {
        return """
                {"id":"job_%026d","tenant":"acme","type":"chat","status":"completed","model":"route-1","priority":5,\
                "created_at":%d,"started_at":null,"completed_at":%d,"target":"%s","waiting_for":null,"error":null}""".formatted(
                        random.nextLong(1_000_000_000_000L),
                        Instant.now().getEpochSecond() - 3,
                        Instant.now().getEpochSecond(),
                        name(random.nextInt(TARGETS)));
    }

    private String point(int stepsAgo) {
        return """
                {"at":%d,"arrivals":%d,"served":%d,"waiting":%d,"running":%d,"durations":{"queue":{"p50":900,"p95":4000},\
                "run":{"p50":700,"p95":2500}},"failed":0,"failed_last_hour":3,"answers":{"provider-0/model-0":%d,"provider-1/model-1":%d}}""".formatted(
                        Instant.now().getEpochSecond() - stepsAgo * 5L,
                        400 + random.nextInt(200),
                        400 + random.nextInt(200),
                        WAITING,
                        2_000,
                        random.nextInt(900),
                        random.nextInt(900));
    }

    @Override
    public void close() {
        closed = true;
        server.stop(0);
    }
}
