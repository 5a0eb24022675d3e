package io.spillway.standalone.layout;

import io.spillway.embedded.FreePort;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns wishes into ports, none of them twice. */
final class PortChoice {
    private static final int MOST = 65_535;

    private final Set<Integer> chosen = new HashSet<>();

    /** The wished port, else the default one. A taken one is an error: people were told this address. */
    int fixed(String what, @Nullable Integer wish, int usual) {
        if (wish != null && wish == 0) {
            return free();
        }
        int port = wish == null ? usual : wish;
        if (!available(port)) {
            throw taken(what, port);
        }
        chosen.add(port);
        return port;
    }

    /** The wished port; without a wish the default one, or a free one where that is taken. */
    int flexible(String what, @Nullable Integer wish, int usual) {
        return wish == null ? preferably(usual) : fixed(what, wish, usual);
    }

    /** This port if it can be had, else a free one. */
    int preferably(int port) {
        if (available(port)) {
            chosen.add(port);
            return port;
        }
        return free();
    }

    int free() {
        int port = FreePort.next();
        while (!chosen.add(port)) {
            port = FreePort.next();
        }
        return port;
    }

    private boolean available(int port) {
        return port > 0 && port <= MOST && !chosen.contains(port) && FreePort.isFree(port);
    }

    private static Complaint taken(String what, int port) {
        String name = what.equals("gateway") ? "port" : what + "-port";
        String variable = "SPILLWAY_" + name.replace('-', '_').toUpperCase(Locale.ROOT);
        return new Complaint(
                "Port " + port + " is taken, and the " + what + (what.equals("management") ? " interface" : "")
                        + " needs it.",
                "127.0.0.1:" + port,
                "Choose another: ./spillway up --%s %d, or set %s.".formatted(name, (port + 1) % MOST, variable));
    }
}
