package io.spillway.standalone.supervise;

import io.spillway.embedded.KafkaPing;
import io.spillway.embedded.RedisPing;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;

/** Asks a process whether it is ready. */
public final class Probe {
    private static final int CONNECT_MILLIS = 500;
    private static final int READ_MILLIS = 2000;
    private static final int OK = 200;

    private Probe() {}

    /** Whether what listens there says it is ready. */
    public static boolean ready(URI probe) {
        return switch (probe.getScheme()) {
            case "kafka" -> KafkaPing.answers(probe.getPort());
            case "redis" -> RedisPing.answers(probe.getPort());
            default -> healthy(probe);
        };
    }

    private static boolean healthy(URI probe) {
        try {
            HttpURLConnection connection = (HttpURLConnection) probe.toURL().openConnection(Proxy.NO_PROXY);
            connection.setConnectTimeout(CONNECT_MILLIS);
            connection.setReadTimeout(READ_MILLIS);
            try {
                return connection.getResponseCode() == OK;
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            return false;
        }
    }
}
