package io.spillway.gguf.file;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Answers each request with the bytes that a test wants, whatever HTTP says of them; the last answer again and again. */
final class RawServer implements AutoCloseable {
    /** One answer; it may go on for as long as somebody listens. */
    interface Answering {
        void to(String range, OutputStream out) throws IOException;
    }

    /** The Range header of each request, or "all". */
    final List<String> asked = Collections.synchronizedList(new ArrayList<>());

    private final ServerSocket server;
    private final List<Answering> answers;

    RawServer(Answering... answers) throws IOException {
        this.answers = List.of(answers);
        this.server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    /** {@code body} behind a head; a header is ended by {@code |}. */
    static Answering answer(String head, byte[] body) {
        return (_, out) -> {
            out.write(("HTTP/1.1 " + head.replace("|", "\r\n") + "\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(body);
        };
    }

    URI address() {
        return URI.create("http://localhost:" + server.getLocalPort());
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (IOException _) {
            // Closed.
        }
    }

    private void serve(Socket client) {
        try (client) {
            String range = "all";
            BufferedReader request =
                    new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
            for (String line = request.readLine(); !line.isEmpty(); line = request.readLine()) {
                range = line.startsWith("Range: ") ? line.substring(7) : range;
            }
            asked.add(range);
            answers.get(Math.min(asked.size(), answers.size()) - 1).to(range, client.getOutputStream());
        } catch (IOException _) {
            // The client has heard enough.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
