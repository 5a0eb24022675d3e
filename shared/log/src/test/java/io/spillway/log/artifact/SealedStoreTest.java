package io.spillway.log.artifact;

import io.spillway.contract.artifact.ArtifactRef;
import io.spillway.contract.artifact.ArtifactStore;
import io.spillway.contract.artifact.StoreUnavailable;
import io.spillway.contract.job.JobId;
import io.spillway.contract.seal.PayloadKeys;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SealedStoreTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:34:56Z");
    private static final String CANARY = "a canary that sings ";
    private static final String ONE = "one:" + base64(1);
    private static final String TWO = "two:" + base64(2);

    private final JobId job = JobId.create(NOON, 3, new Random(1));

    @TempDir
    Path folder;

    private static String base64(int seed) {
        byte[] key = new byte[32];
        new Random(seed).nextBytes(key);
        return Base64.getEncoder().encodeToString(key);
    }

    private ArtifactStore store(String keys) {
        return ArtifactStores.open(folder.resolve("artifacts").toString(), PayloadKeys.parse(keys));
    }

    private static byte[] content(int length) {
        return CANARY.repeat(length / CANARY.length() + 1).substring(0, length).getBytes(StandardCharsets.UTF_8);
    }

    private ArtifactRef ref(byte[] content) {
        return ArtifactRef.to(job, NOON, "text/plain", content);
    }

    @ParameterizedTest
    @CsvSource({"0,0", "1,0", "1,1", "65535,65534", "65536,65536", "65537,65536", "300000,131071", "300000,299999"})
    void what_was_put_is_read_from_wherever_one_likes(int length, int from) throws IOException {
        // Given
        byte[] content = content(length);
        ArtifactRef ref = ref(content);

        // When
        store(ONE).put(ref, content);

        // Then
        assertThat(read(store(ONE), ref, from)).isEqualTo(Arrays.copyOfRange(content, from, length));
        assertThat(raw()).noneMatch(text -> text.contains("canary"));
    }

    @Test
    void a_file_is_sealed_as_bytes_are() throws IOException {
        // Given
        byte[] content = content(200_000);
        Path file = Files.write(folder.resolve("content"), content);

        // When
        store(ONE).put(ref(content), file);

        // Then
        assertThat(read(store(TWO + "," + ONE), ref(content), 70_000))
                .isEqualTo(Arrays.copyOfRange(content, 70_000, content.length));
        assertThat(raw()).hasSize(1).noneMatch(text -> text.contains("canary"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain,one:", "one:", "two:,one:"})
    void what_was_put_before_there_were_keys_is_read_still(String keys) throws IOException {
        // Given
        byte[] content = content(100_000);

        // When
        store("").put(ref(content), content);

        // Then
        assertThat(read(store(keys.replace("one:", ONE).replace("two:", TWO)), ref(content), 99_990))
                .isEqualTo(Arrays.copyOfRange(content, 99_990, 100_000));
    }

    @Test
    void who_lacks_the_key_is_told_which() {
        // Given
        byte[] content = content(10);

        // When
        store(ONE).put(ref(content), content);

        // Then
        for (String keys : List.of("", TWO)) {
            assertThatThrownBy(() -> store(keys).open(ref(content), 0))
                    .isInstanceOf(StoreUnavailable.class)
                    .hasMessageContaining("'one', which this process does not have");
        }
    }

    @Test
    void what_was_changed_is_not_read() throws IOException {
        // Given
        byte[] content = content(100_000);
        store(ONE).put(ref(content), content);
        Path file = files().getFirst();
        byte[] sealed = Files.readAllBytes(file);

        // When
        sealed[sealed.length - 1] ^= 1;
        Files.write(file, sealed);

        // Then
        assertThatThrownBy(() -> read(store(ONE), ref(content), 0))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("chunk 1");
    }

    @Test
    void both_forms_are_deleted() throws IOException {
        // Given
        byte[] content = content(10);
        store("").put(ref(content), content);
        store(ONE).put(ref(content), content);

        // When
        store(ONE).delete(ref(content));

        // Then
        assertThat(files()).isEmpty();
        assertThat(store(ONE).open(ref(content), 0)).isEmpty();
    }

    private static byte[] read(ArtifactStore store, ArtifactRef ref, long from) throws IOException {
        try (InputStream in = store.open(ref, from).orElseThrow()) {
            return in.readAllBytes();
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("artifacts"))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private List<String> raw() throws IOException {
        return files().stream()
                .map(file -> {
                    try {
                        return Files.readString(file, StandardCharsets.ISO_8859_1);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .toList();
    }
}
