package io.spillway.testing;

import io.spillway.embedded.EmbeddedRedis;
import io.spillway.embedded.ScratchFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

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
            ScratchFolder folder = ScratchFolder.make("spillway-redis");
            EmbeddedRedis redis = EmbeddedRedis.start(folder.path());
            folder.goAtExit(redis);
            return redis;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
