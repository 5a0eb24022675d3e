package io.spillway.standalone;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.spillway.embedded.FreePort;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * Stands in for gateway and workers: opens their ports, answers health and, as a gateway, one canned job. As a
 * worker it has a child that looks like an engine and, unlike a real one, survives it.
 */
public final class FakeApp {
    static final String ANSWER = "Rivers run to the sea.";
    private static final int STORES_MISSING = 3;
    private static final String JOB = """
            {"id":"job_1","status":"completed","target":"gguf/demo","output":{"text":"%s"},
             "attempts":[{"target":"openai/x","outcome":"exhausted"},{"target":"gguf/demo","outcome":"completed"}]}
            """.formatted(ANSWER);
    private static final String EVENTS = """
            : keep-alive

            id: 1
            event: token
            data: {"text":"Rivers run "}

            id: 2
            event: token
            data: {"text":"to the sea."}

            id: 3
            event: completed
            data: {"status":"completed"}

            """;

    private FakeApp() {}

    public static void main(String[] args) throws Exception {
        Map<String, String> env = System.getenv();
        if (args.length > 0) {
            new CountDownLatch(1).await(); // an engine
        }
        if (env.containsKey("FAKE_NEEDS_STORES") && !storesListen(env)) {
            System.exit(STORES_MISSING);
        }
        if (env.getOrDefault("SPILLWAY_PROCESS", "").startsWith("worker-")) {
            startEngine();
        }
        serve(env.getOrDefault("QUARKUS_MANAGEMENT_PORT", "0"), Map.of("/q/health/ready", "{\"status\":\"UP\"}"));
        if (!"0".equals(env.get("QUARKUS_HTTP_PORT"))) {
            serve(
                    env.getOrDefault("QUARKUS_HTTP_PORT", "0"),
                    Map.of("/v1/jobs", JOB, "/v1/jobs/job_1", JOB, "/v1/jobs/job_1/events", EVENTS));
        }
        System.out.println("fake app is ready");
    }

    private static boolean storesListen(Map<String, String> env) {
        return !FreePort.isFree(
                        URI.create("kafka://" + env.get("SPILLWAY_KAFKA")).getPort())
                && !FreePort.isFree(URI.create(env.get("SPILLWAY_REDIS")).getPort());
    }

    private static void startEngine() throws IOException {
        new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dspillway.engine=demo",
                        "-Xmx16m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FakeApp.class.getName(),
                        "engine"))
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .inheritIO()
                .start();
    }

    private static void serve(String port, Map<String, String> answers) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
        HttpServer server = HttpServer.create(address, 0);
        server.createContext(
                "/",
                exchange ->
                        answer(exchange, answers.get(exchange.getRequestURI().getPath())));
        server.start();
    }

    private static void answer(HttpExchange exchange, String body) throws IOException {
        boolean known = body != null;
        byte[] bytes = (known ? body : "{\"detail\":\"unknown\"}").getBytes(StandardCharsets.UTF_8);
        exchange.getRequestBody().readAllBytes();
        exchange.sendResponseHeaders(known ? 200 : 404, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
