package io.spillway.gguf.file;

import io.spillway.contract.cluster.Target.Gguf;
import io.spillway.contract.cluster.Target.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ModelFilesTest {
    private static final byte[] CONTENT = content();

    @TempDir
    Path folder;

    @Test
    void aDownloadThatIsCutGoesOnWhereItWas() throws Exception {
        try (FileServer server = new FileServer(CONTENT, 3, FileServer.Spoiling.CUT)) {
            // When
            Located located = files(server).locate(hub(Optional.of(sha256(CONTENT))), _ -> {});

            // Then
            assertThat(located)
                    .isInstanceOfSatisfying(
                            Located.Here.class, here -> assertThat(here.file()).hasBinaryContent(CONTENT));
            assertThat(server.asked).hasSize(4).first().isEqualTo("all Bearer secret");
            assertThat(server.asked.subList(1, 4)).allMatch(range -> range.startsWith("bytes="));
        }
    }

    @Test
    void aServerThatFallsSilentIsAskedAgain() throws Exception {
        try (FileServer server = new FileServer(CONTENT, 1, FileServer.Spoiling.STALL)) {
            // When
            Located located = files(server).locate(hub(Optional.empty()), _ -> {});

            // Then
            assertThat(located)
                    .isInstanceOfSatisfying(
                            Located.Here.class, here -> assertThat(here.file()).hasBinaryContent(CONTENT));
            assertThat(server.asked).hasSizeGreaterThan(1);
        }
    }

    @Test
    void aPartOfAnEarlierWorkerIsUsed() throws Exception {
        try (FileServer server = new FileServer(CONTENT)) {
            // Given
            Path part = folder.resolve("models/owner/name/a.gguf.part");
            Files.createDirectories(part.getParent());
            Files.write(part, Arrays.copyOf(CONTENT, 1000));

            // When
            Located located = files(server).locate(hub(Optional.of(sha256(CONTENT))), _ -> {});

            // Then
            assertThat(located).isInstanceOf(Located.Here.class);
            assertThat(server.asked).containsExactly("bytes=1000- Bearer secret");
            assertThat(part).doesNotExist();
        }
    }

    @Test
    void aWrongChecksumIsNotKept() throws Exception {
        try (FileServer server = new FileServer(CONTENT)) {
            // When
            Located located = files(server).locate(hub(Optional.of("0".repeat(64))), _ -> {});

            // Then
            assertThat(located)
                    .isInstanceOfSatisfying(
                            Located.Missing.class,
                            missing -> assertThat(missing.reason()).contains("wrong checksum"));
            assertThat(folder.resolve("models/owner/name/a.gguf")).doesNotExist();
            assertThat(folder.resolve("models/owner/name/a.gguf.part")).doesNotExist();
        }
    }

    @Test
    void twoAtOnceDownloadOnce() throws Exception {
        try (FileServer server = new FileServer(CONTENT);
                ExecutorService both = Executors.newVirtualThreadPerTaskExecutor()) {
            // When
            Callable<Located> locate = () -> files(server).locate(hub(Optional.empty()), _ -> {});
            List<Future<Located>> located = both.invokeAll(List.of(locate, locate));

            // Then
            for (Future<Located> one : located) {
                assertThat(one.get()).isInstanceOf(Located.Here.class);
            }
            assertThat(server.asked).hasSize(1);
        }
    }

    @Test
    void whatIsNotThereIsSaid() throws Exception {
        try (FileServer server = new FileServer("<html>".getBytes(StandardCharsets.US_ASCII))) {
            // When
            Located page = files(server)
                    .locate(
                            new Gguf(new Source.Url(server.address().resolve("/b.gguf")), Optional.empty(), 512, 1, 0),
                            _ -> {});

            // Then
            assertThat(page)
                    .isInstanceOfSatisfying(
                            Located.Missing.class,
                            missing -> assertThat(missing.reason()).contains("no GGUF file"));
            assertThat(server.asked).containsExactly("all");
        }
    }

    private ModelFiles files(FileServer server) {
        return new ModelFiles(folder.resolve("models"), server.address(), Optional.of("secret"), Duration.ofSeconds(1));
    }

    private static Gguf hub(Optional<String> sha256) {
        return new Gguf(new Source.HuggingFace("owner/name", "a.gguf"), sha256, 512, 1, 0);
    }

    private String sha256(byte[] content) throws IOException {
        return Checksum.of(Files.write(folder.resolve("copy"), content));
    }

    private static byte[] content() {
        byte[] content = new byte[300_000];
        new Random(3).nextBytes(content);
        System.arraycopy(new byte[] {'G', 'G', 'U', 'F'}, 0, content, 0, 4);
        return content;
    }
}
