package io.spillway.gguf.file;

import io.spillway.contract.cluster.Target.Gguf;
import io.spillway.contract.cluster.Target.Source;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.spillway.gguf.file.RawServer.answer;
import static org.assertj.core.api.Assertions.assertThat;

class LyingServersTest {
    private static final byte[] CONTENT = content(1);
    private static final byte[] NEWER = content(2);
    private static final int SIZE = CONTENT.length;
    private static final RawServer.Answering WHOLE = answer("200 OK|Content-Length: " + SIZE + "|ETag: \"a\"", CONTENT);
    private static final RawServer.Answering CUT =
            answer("200 OK|Content-Length: " + SIZE + "|ETag: \"a\"", Arrays.copyOf(CONTENT, 5000));

    @TempDir
    Path folder;

    @Test
    void aServerThatKnowsNoRangesIsAskedForAllOfItAgain() throws Exception {
        try (RawServer server = new RawServer(CUT, CUT, WHOLE)) {
            // When
            Located located = locate(server);

            // Then
            assertHolds(located, CONTENT);
            assertThat(server.asked).containsExactly("all", "bytes=5000-", "bytes=5000-");
        }
    }

    @Test
    void aRangeThatBeginsElsewhereIsNotPutBehindWhatIsThere() throws Exception {
        RawServer.Answering elsewhere = answer(
                "206 Partial Content|ETag: \"a\"|Content-Range: bytes 100-" + (SIZE - 1) + "/" + SIZE
                        + "|Content-Length: " + (SIZE - 100),
                Arrays.copyOfRange(CONTENT, 100, SIZE));
        try (RawServer server = new RawServer(CUT, elsewhere, WHOLE)) {
            // When
            Located located = locate(server);

            // Then
            assertHolds(located, CONTENT);
            assertThat(server.asked).containsExactly("all", "bytes=5000-", "all");
        }
    }

    @Test
    void theRestOfAnotherVersionIsNotPutBehindWhatIsThere() throws Exception {
        RawServer.Answering rest = answer(
                "206 Partial Content|ETag: \"b\"|Content-Range: bytes 5000-" + (SIZE - 1) + "/" + SIZE
                        + "|Content-Length: " + (SIZE - 5000),
                Arrays.copyOfRange(NEWER, 5000, SIZE));
        RawServer.Answering newer = answer("200 OK|Content-Length: " + SIZE + "|ETag: \"b\"", NEWER);
        try (RawServer server = new RawServer(CUT, rest, newer)) {
            // When
            Located located = locate(server);

            // Then
            assertHolds(located, NEWER);
            assertThat(server.asked).containsExactly("all", "bytes=5000-", "all");
        }
    }

    @Test
    void withoutAnyMarkOfAVersionItBeginsAnew() throws Exception {
        RawServer.Answering cut = answer("200 OK|Content-Length: " + SIZE, Arrays.copyOf(CONTENT, 5000));
        try (RawServer server = new RawServer(cut, answer("200 OK|Content-Length: " + SIZE, CONTENT))) {
            // When
            Located located = locate(server);

            // Then
            assertHolds(located, CONTENT);
            assertThat(server.asked).containsExactly("all", "all");
        }
    }

    @Test
    void nothingLeftIsNotBelievedWhileSomethingIsMissing() throws Exception {
        try (RawServer server = new RawServer(
                CUT,
                answer("416 Range Not Satisfiable|Content-Length: 0|Content-Range: bytes */" + SIZE, new byte[0]),
                WHOLE)) {
            // When
            Located located = locate(server);

            // Then
            assertHolds(located, CONTENT);
            assertThat(server.asked).containsExactly("all", "bytes=5000-", "all");
        }
    }

    @Test
    void aLengthThatWasTooLargeIsPutRight() throws Exception {
        try (RawServer server = new RawServer(
                answer("200 OK|Content-Length: " + (SIZE + 10) + "|ETag: \"a\"", CONTENT),
                answer("416 Range Not Satisfiable|Content-Length: 0|Content-Range: bytes */" + SIZE, new byte[0]))) {
            // When
            Located located = locate(server);

            // Then
            assertHolds(located, CONTENT);
        }
    }

    @Test
    void aBodyWithoutAnEndIsCutOff() throws Exception {
        RawServer.Answering endless = (_, out) -> {
            out.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            while (true) {
                out.write("2710\r\n".getBytes(StandardCharsets.US_ASCII));
                out.write(CONTENT, 0, 10_000);
                out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
            }
        };
        try (RawServer server = new RawServer(endless)) {
            // When
            Located located = files().limited(1_000_000, false).locate(model(server, Optional.empty()), _ -> {});

            // Then
            assertMissing(located, "max-model-size is 1000000");
            assertThat(server.asked).containsExactly("all");
        }
    }

    @Test
    void whatIsTooLargeIsNotBegun() throws Exception {
        try (RawServer server = new RawServer(WHOLE)) {
            // When
            Located located = files().limited(SIZE - 1, false).locate(model(server, Optional.empty()), _ -> {});

            // Then
            assertMissing(located, "the file has " + SIZE + " bytes, max-model-size is " + (SIZE - 1));
            assertThat(folder.resolve("models/localhost/a.gguf.part")).doesNotExist();
        }
    }

    @Test
    void whatTheDiskHasNoRoomForIsNotBegun() throws Exception {
        try (RawServer server =
                new RawServer(answer("200 OK|Content-Length: 4000000000000000000|ETag: \"a\"", new byte[0]))) {
            // When
            Located located = locate(server);

            // Then
            assertMissing(located, "MB free, the file needs 3814697265625 MB more");
        }
    }

    @Test
    void aRedirectToWhatIsNoWebAddressIsNotFollowed() throws Exception {
        try (RawServer server =
                new RawServer(answer("302 Found|Content-Length: 0|Location: file:///etc/passwd", new byte[0]))) {
            // When
            Located located = locate(server);

            // Then
            assertMissing(located, "an address that is not followed");
            assertThat(server.asked).hasSize(1);
        }
    }

    @Test
    void offlineNothingIsFetchedAndTheFileIsNamed() throws Exception {
        try (RawServer server = new RawServer(WHOLE)) {
            // Given
            ModelFiles offline = files().limited(Long.MAX_VALUE, true);
            Path file = folder.resolve("models/localhost/a.gguf");

            // When
            Located before = offline.locate(model(server, Optional.empty()), _ -> {});
            Files.write(file, CONTENT);
            Located after = offline.locate(model(server, Optional.empty()), _ -> {});
            Located other = offline.locate(model(server, Optional.of("0".repeat(64))), _ -> {});

            // Then
            assertMissing(before, "offline: there is no file " + file + "; fetch " + server.address());
            assertHolds(after, CONTENT);
            assertMissing(other, "offline: " + file + " has not the sha256 000");
            assertThat(server.asked).isEmpty();
        }
    }

    private Located locate(RawServer server) throws InterruptedException {
        return files().locate(model(server, Optional.empty()), _ -> {});
    }

    private ModelFiles files() {
        return new ModelFiles(
                folder.resolve("models"), URI.create("http://localhost:1"), Optional.empty(), Duration.ofSeconds(20));
    }

    private static Gguf model(RawServer server, Optional<String> sha256) {
        return new Gguf(new Source.Url(server.address().resolve("/a.gguf")), sha256, 512, 1, 0);
    }

    private static void assertHolds(Located located, byte[] content) {
        assertThat(located)
                .isInstanceOfSatisfying(
                        Located.Here.class, here -> assertThat(here.file()).hasBinaryContent(content));
    }

    private static void assertMissing(Located located, String reason) {
        assertThat(located)
                .isInstanceOfSatisfying(
                        Located.Missing.class,
                        missing -> assertThat(missing.reason()).contains(reason));
    }

    private static byte[] content(int seed) {
        byte[] content = new byte[300_000];
        new Random(seed).nextBytes(content);
        System.arraycopy("GGUF".getBytes(StandardCharsets.US_ASCII), 0, content, 0, 4);
        return content;
    }
}
