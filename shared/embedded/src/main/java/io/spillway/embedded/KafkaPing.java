package io.spillway.embedded;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * Asks a broker on loopback for its brokers, in one round trip and without a client. A port that accepts is no
 * sign of readiness: the broker listens before it is let into its own cluster, and no topic can be made until then.
 */
public final class KafkaPing {
    private static final int TIMEOUT_MILLIS = 1000;
    private static final short METADATA = 3;
    private static final short VERSION = 1;

    private KafkaPing() {}

    /** Whether a broker answers there that has joined its cluster. */
    public static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            askForBrokers(new DataOutputStream(socket.getOutputStream()));
            return brokersIn(new DataInputStream(socket.getInputStream())) > 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Metadata request, version 1, of no topics: size, then header version 1, then an empty array. */
    private static void askForBrokers(DataOutputStream out) throws IOException {
        out.writeInt(Short.BYTES * 3 + Integer.BYTES * 2);
        out.writeShort(METADATA);
        out.writeShort(VERSION);
        out.writeInt(0); // correlation id
        out.writeShort(-1); // no client id
        out.writeInt(0); // no topics
        out.flush();
    }

    private static int brokersIn(DataInputStream in) throws IOException {
        in.readInt(); // size
        in.readInt(); // correlation id
        return in.readInt();
    }
}
