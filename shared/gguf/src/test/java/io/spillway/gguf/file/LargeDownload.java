package io.spillway.gguf.file;

import com.sun.net.httpserver.HttpServer;
import io.spillway.contract.cluster.Target.Gguf;
import io.spillway.contract.cluster.Target.Source;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A download of 1 GiB that is cut five times. It takes about ten seconds and two gigabytes of disk, so it runs only by
 * name: {@code -Dtest=LargeDownload}.
 */
class LargeDownload {
    private static final int SIZE = 1 << 30;
    private static final int CUTS = 5;

    @TempDir
    Path folder;

    @Test
    void itEndsWithTheRightChecksum() throws Exception {
        // Given
        Path original = original();
        AtomicInteger requests = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/a.gguf", exchange -> {
            String range = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Range"))
                    .orElse("bytes=0-");
            int start = Integer.parseInt(range.replaceAll("\\D", ""));
            exchange.getResponseHeaders().add("ETag", "\"one\"");
            exchange.getResponseHeaders().add("Content-Range", "bytes " + start + "-" + (SIZE - 1) + "/" + SIZE);
            exchange.sendResponseHeaders(start == 0 ? 200 : 206, SIZE - start);
            boolean cut = requests.incrementAndGet() <= CUTS;
            send(original, start, cut ? SIZE / 7 : SIZE - start, exchange.getResponseBody());
            exchange.close();
        });
        server.start();
        ModelFiles files = new ModelFiles(
                folder.resolve("models"), URI.create("http://localhost:1"), Optional.empty(), Duration.ofSeconds(30));
        URI address = URI.create("http://localhost:" + server.getAddress().getPort() + "/a.gguf");
        Gguf model = new Gguf(new Source.Url(address), Optional.of(Checksum.of(original)), 512, 1, 0);
        long begun = System.nanoTime();

        // When
        Located located = files.locate(model, _ -> {});

        // Then
        System.out.println("downloaded and checked in "
                + Duration.ofNanos(System.nanoTime() - begun).toMillis() + " ms, requests " + requests);
        server.stop(0);
        assertThat(requests).hasValue(CUTS + 1);
        assertThat(located)
                .isInstanceOfSatisfying(
                        Located.Here.class, here -> assertThat(here.file()).hasSize(SIZE));
    }

    private static void send(Path file, int start, int length, OutputStream out) throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            in.seek(start);
            byte[] block = new byte[1 << 16];
            for (int left = length; left > 0; ) {
                int count = in.read(block, 0, Math.min(block.length, left));
                out.write(block, 0, count);
                left -= count;
            }
        }
    }

    private Path original() throws IOException {
        Path file = folder.resolve("original");
        byte[] block = new byte[1 << 20];
        Random random = new Random(1);
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            for (int i = 0; i < SIZE / block.length; i++) {
                random.nextBytes(block);
                if (i == 0) {
                    System.arraycopy("GGUF".getBytes(StandardCharsets.US_ASCII), 0, block, 0, 4);
                }
                out.write(block);
            }
        }
        return file;
    }
}
