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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Serves one file with ranges, as a hub does, but spoils the first answers. */
final class FileServer implements AutoCloseable {
    /** How an answer is spoilt after a seventh of the file. */
    enum Spoiling {
        CUT,
        STALL
    }

    /** The Range header of each request, or "all"; with the authorization, if one came. */
    final List<String> asked = Collections.synchronizedList(new ArrayList<>());

    private final ServerSocket server;
    private final byte[] content;
    private final Spoiling spoiling;
    private final AtomicInteger spoils;
    private final CountDownLatch closed = new CountDownLatch(1);

    FileServer(byte[] content) throws IOException {
        this(content, 0, Spoiling.CUT);
    }

    FileServer(byte[] content, int spoils, Spoiling spoiling) throws IOException {
        this.content = content;
        this.spoiling = spoiling;
        this.spoils = new AtomicInteger(spoils);
        this.server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
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
            String authorization = "";
            BufferedReader request =
                    new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
            for (String line = request.readLine(); !line.isEmpty(); line = request.readLine()) {
                range = line.startsWith("Range: ") ? line.substring(7) : range;
                authorization = line.startsWith("Authorization: ") ? line.substring(14) : authorization;
            }
            asked.add(range + authorization);
            answer(range.equals("all") ? 0 : Integer.parseInt(range.replaceAll("\\D", "")), client.getOutputStream());
        } catch (IOException | InterruptedException _) {
            // The client has gone, or the test.
        }
    }

    private void answer(int start, OutputStream out) throws IOException, InterruptedException {
        int length = content.length - start;
        String head = "HTTP/1.1 " + (start == 0 ? "200 OK" : "206 Partial Content") + "\r\nConnection: close\r\n"
                + (start == 0
                        ? ""
                        : "Content-Range: bytes " + start + "-" + (content.length - 1) + "/" + content.length + "\r\n")
                + "ETag: \"one\"\r\nContent-Length: " + length + "\r\n\r\n";
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        boolean spoilt = spoils.getAndDecrement() > 0;
        out.write(content, start, spoilt ? content.length / 7 : length);
        out.flush();
        if (spoilt && spoiling == Spoiling.STALL) {
            closed.await();
        }
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        server.close();
    }
}
