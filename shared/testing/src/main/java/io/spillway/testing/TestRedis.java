package io.spillway.testing;

import io.spillway.embedded.EmbeddedRedis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

/** One Redis for all tests of a JVM; it ends with the JVM. */
public final class TestRedis {
    private static final EmbeddedRedis REDIS = start();

    private TestRedis() {}

    /** Where it is. */
    public static URI address() {
        return URI.create(REDIS.uri());
    }

    /** Its port on loopback. */
    public static int port() {
        return REDIS.port();
    }

    /** Deletes a key, as a loss would. */
    public static void delete(String key) {
        try (Socket redis = new Socket("127.0.0.1", port())) {
            redis.getOutputStream().write(("DEL " + key + "\r\n").getBytes(StandardCharsets.UTF_8));
            if (redis.getInputStream().read() != ':') {
                throw new IllegalStateException("not deleted: " + key);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static EmbeddedRedis start() {
        try {
            EmbeddedRedis redis = EmbeddedRedis.start(Files.createTempDirectory("spillway-redis"));
            Runtime.getRuntime().addShutdownHook(new Thread(redis::close));
            return redis;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
