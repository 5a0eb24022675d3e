package io.spillway.gateway.openai.batches;

import io.spillway.contract.artifact.ArtifactRef;
import io.spillway.contract.artifact.ArtifactStore;
import io.spillway.contract.job.JobId;
import io.spillway.log.artifact.ArtifactStores;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LinesTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    @TempDir
    Path folder;

    @Test
    void lines_are_numbered_and_blank_ones_left_out() throws Exception {
        assertThat(read("one\n\r\n  \nfour\nfive", 100)).containsExactly("1 one", "4 four", "5 five");
        assertThat(read("", 100)).isEmpty();
        assertThat(read("é\n", 100)).containsExactly("1 é");
    }

    @Test
    void a_line_that_is_too_long_is_cut_off_and_says_so() throws Exception {
        assertThat(read("1234\n12345\n12\n", 4)).containsExactly("1 1234", "2 1234 and more", "3 12");
    }

    @Test
    void a_connection_that_breaks_in_a_line_is_made_anew_there() throws Exception {
        // Given
        String text = "first\nsecond\nthird\n";
        ArtifactRef ref = stored(text);
        AtomicInteger opened = new AtomicInteger();
        ArtifactStore breaking = (ArtifactStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ArtifactStore.class}, (_, _, arguments) -> {
                    int from = Math.toIntExact((Long) arguments[1]);
                    int to = opened.incrementAndGet() == 1 ? 9 : text.length();
                    return Optional.of(new SequenceInputStream(
                            new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8), from, to - from),
                            new Broken()));
                });

        // When
        List<String> read = read(new Lines(breaking, ref, 100), 3);

        // Then
        assertThat(read).containsExactly("1 first", "2 second", "3 third");
        assertThat(opened).hasValue(2);
    }

    @Test
    void a_file_that_is_gone_is_not_an_empty_one() {
        // Given
        ArtifactRef ref = stored("x\n");
        store().delete(ref);

        // When, then
        assertThatThrownBy(() -> read(new Lines(store(), ref, 100), 1)).isInstanceOf(Lines.Gone.class);
    }

    /** A connection that ends with an error instead of an end. */
    private static final class Broken extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("broken");
        }
    }

    private List<String> read(String text, int longest) throws Exception {
        return read(new Lines(store(), stored(text), longest), Integer.MAX_VALUE);
    }

    private static List<String> read(Lines lines, int most) throws Exception {
        List<String> read = new ArrayList<>();
        try (lines) {
            while (read.size() < most) {
                Optional<Line> line = lines.next();
                if (line.isEmpty()) {
                    break;
                }
                String text = new String(line.get().text(), StandardCharsets.UTF_8);
                read.add(line.get().number() + " " + text + (line.get().tooLong() ? " and more" : ""));
            }
        }
        return read;
    }

    private ArtifactRef stored(String text) {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        ArtifactRef ref = ArtifactRef.to(JobId.create(NOW, 0, new Random(1)), NOW, "application/jsonl", content);
        store().put(ref, content);
        return ref;
    }

    private ArtifactStore store() {
        return ArtifactStores.open(folder.resolve("artifacts").toString());
    }
}
