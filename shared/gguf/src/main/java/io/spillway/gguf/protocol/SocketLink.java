package io.spillway.gguf.protocol;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * One end of the socket between a worker and an engine. Lines are written by a thread of its own: an interrupted caller
 * that wrote by itself would close the channel, and with it every other call.
 */
public final class SocketLink implements Link {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final SocketChannel channel;
    private final BufferedReader lines;
    private final BlockingQueue<Object> outgoing = new LinkedBlockingQueue<>();
    private final Thread writer;

    public SocketLink(SocketChannel channel) {
        this.channel = channel;
        this.lines = new BufferedReader(
                new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8), 1 << 16);
        this.writer = Thread.ofVirtual().name("engine-link-writer").start(this::write);
    }

    @Override
    public void send(Object message) {
        outgoing.add(message);
    }

    /** Waits until everything sent before has left this process; a second at most, as the other end may be gone. */
    public void drain() {
        CompletableFuture<Void> reached = new CompletableFuture<>();
        outgoing.add(reached);
        reached.completeOnTimeout(null, 1, TimeUnit.SECONDS).join();
    }

    @Override
    public <T> Optional<T> receive(Class<T> type) {
        try {
            String line = lines.readLine();
            return line == null ? Optional.empty() : Optional.of(JSON.readValue(line, type));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        writer.interrupt();
        try {
            channel.close();
        } catch (IOException _) {
            // Nothing is left to be saved on a socket that cannot even be closed.
        }
    }

    private void write() {
        try {
            while (true) {
                switch (outgoing.take()) {
                    case CompletableFuture<?> reached -> reached.complete(null);
                    case Object message -> write(JSON.writeValueAsString(message) + "\n");
                }
            }
        } catch (IOException | InterruptedException _) {
            close();
        }
    }

    private void write(String line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
