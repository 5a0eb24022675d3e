package io.spillway.log.artifact;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The few operations of S3 that the store uses, over a real socket.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations.html">Amazon S3, operations</a>
 */
final class SmallS3 implements AutoCloseable {
    private static final Pattern KEY = Pattern.compile("<Key>([^<]+)</Key>");

    final NavigableMap<String, byte[]> objects = new ConcurrentSkipListMap<>();
    final List<String> authorizations = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    SmallS3() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::serve);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            String key = exchange.getRequestURI().getPath().replaceFirst("^/[^/]+/?", "");
            byte[] body = exchange.getRequestBody().readAllBytes();
            switch (exchange.getRequestMethod()) {
                case "PUT" -> {
                    objects.put(key, body);
                    answer(exchange, 200, "");
                }
                case "DELETE" -> {
                    objects.remove(key);
                    answer(exchange, 204, "");
                }
                case "POST" -> {
                    KEY.matcher(new String(body, StandardCharsets.UTF_8))
                            .results()
                            .forEach(match -> objects.remove(match.group(1)));
                    answer(exchange, 200, "<DeleteResult></DeleteResult>");
                }
                case "GET" -> {
                    if (key.isEmpty()) {
                        list(exchange);
                    } else {
                        get(exchange, key);
                    }
                }
                default -> answer(exchange, 405, "");
            }
        }
    }

    private void get(HttpExchange exchange, String key) throws IOException {
        byte[] content = objects.get(key);
        if (content == null) {
            answer(exchange, 404, "<Error><Code>NoSuchKey</Code><Message>no such key</Message></Error>");
            return;
        }
        String range = exchange.getRequestHeaders().getFirst("Range");
        int from = range == null ? 0 : Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
        byte[] part = Arrays.copyOfRange(content, from, content.length);
        exchange.sendResponseHeaders(range == null ? 200 : 206, part.length);
        exchange.getResponseBody().write(part);
    }

    private void list(HttpExchange exchange) throws IOException {
        String prefix = parameter(exchange, "prefix", "");
        int most = Integer.parseInt(parameter(exchange, "max-keys", "1000"));
        List<String> keys =
                objects.keySet().stream().filter(key -> key.startsWith(prefix)).toList();
        String listed = parameter(exchange, "delimiter", "").isEmpty()
                ? keys.stream()
                        .limit(most)
                        .map(key -> "<Contents><Key>" + key + "</Key></Contents>")
                        .collect(Collectors.joining())
                : keys.stream()
                        .filter(key -> key.indexOf('/', prefix.length()) > 0)
                        .map(key -> key.substring(0, key.indexOf('/', prefix.length()) + 1))
                        .distinct()
                        .map(hour -> "<CommonPrefixes><Prefix>" + hour + "</Prefix></CommonPrefixes>")
                        .collect(Collectors.joining());
        answer(exchange, 200, "<ListBucketResult>" + listed + "</ListBucketResult>");
    }

    private static String parameter(HttpExchange exchange, String name, String usual) {
        Matcher match = Pattern.compile("(?:^|&)" + name + "=([^&]*)")
                .matcher(String.valueOf(exchange.getRequestURI().getQuery()));
        return match.find() ? match.group(1) : usual;
    }

    private static void answer(HttpExchange exchange, int status, String xml) throws IOException {
        byte[] body = xml.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/xml");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
