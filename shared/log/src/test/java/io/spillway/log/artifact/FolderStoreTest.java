package io.spillway.log.artifact;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.contract.artifact.ArtifactRef;
import io.spillway.contract.artifact.ArtifactStore;
import io.spillway.contract.artifact.StoreUnavailable;
import io.spillway.contract.artifact.StoredJson;
import io.spillway.contract.job.JobId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FolderStoreTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:34:56Z");
    private static final byte[] HELLO = "hello, store".getBytes(StandardCharsets.UTF_8);

    private final JobId job = JobId.create(NOON, 3, new Random(1));
    private final ArtifactRef ref = ArtifactRef.to(job, NOON, "text/plain", HELLO);

    @TempDir
    Path folder;

    private ArtifactStore store() {
        return ArtifactStores.open(folder.resolve("artifacts").toString());
    }

    @Test
    void a_file_is_stored_as_its_bytes_are() throws Exception {
        // Given
        Path file = Files.write(folder.resolve("content"), HELLO);
        ArtifactRef same = ArtifactRef.to(job, NOON, "text/plain", file);

        // When
        store().put(same, file);

        // Then
        assertThat(same).isEqualTo(ref);
        try (InputStream in = store().open(ref, 7).orElseThrow()) {
            assertThat(in.readAllBytes()).isEqualTo("store".getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void whatWasPutIsReadFromWhereverOneLikes() throws IOException {
        // When
        store().put(ref, HELLO);
        store().put(ref, HELLO);

        // Then
        assertThat(read(ref, 0)).isEqualTo("hello, store");
        assertThat(read(ref, 7)).isEqualTo("store");
        assertThat(read(ref, HELLO.length)).isEmpty();
        assertThat(files()).containsExactly("2026112112/" + job + "/" + ref.sha256());
    }

    @Test
    void whatIsNotThereIsNotFound() {
        // Given
        ArtifactStore store = store();
        store.put(ref, HELLO);

        // When
        store.delete(ref);
        store.delete(ref);

        // Then
        assertThat(store.open(ref, 0)).isEmpty();
    }

    @Test
    void aFileThatWasCutIsNotGivenOut() throws IOException {
        // Given
        store().put(ref, HELLO);

        // When
        Files.writeString(folder.resolve("artifacts").resolve(ref.path()), "hell");

        // Then
        assertThatThrownBy(() -> store().open(ref, 0))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessage("an artifact has 4 bytes instead of 12");
    }

    @Test
    void aStoreThatCannotBeWrittenSaysSo() throws IOException {
        // Given
        Files.writeString(folder.resolve("artifacts"), "a file where the folder should be");

        // Then
        assertThatThrownBy(() -> store().put(ref, HELLO))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageStartingWith("artifacts cannot be written: ");
    }

    @Test
    void theSweepTakesWhatIsDueInSmallStepsAndNothingElse() throws IOException {
        // Given
        ArtifactStore store = store();
        IntStream.range(0, 5).forEach(n -> store.put(until(NOON.minus(Duration.ofHours(n + 1)), n), bytes(n)));
        store.put(until(NOON, 9), bytes(9));
        Files.writeString(folder.resolve("artifacts/README"), "not ours");

        // When
        List<Integer> swept = List.of(store.sweep(NOON, 3), store.sweep(NOON, 3), store.sweep(NOON, 3));

        // Then
        assertThat(swept).containsExactly(3, 2, 0);
        assertThat(files()).containsExactlyInAnyOrder("README", until(NOON, 9).path());
        assertThat(store().sweep(NOON.plus(Duration.ofHours(1)), 3)).isEqualTo(1);
    }

    @Test
    void aStoreThatWasNeverWrittenHasNothingToSweep() {
        assertThat(store().sweep(NOON, 10)).isZero();
    }

    @Test
    void onlyLongJsonIsStoredAndOnlyItsOwnJobOpensIt() throws IOException {
        // Given
        ObjectMapper json = new ObjectMapper();
        ObjectNode shortOne = json.createObjectNode().put("text", "short");
        ObjectNode longOne =
                json.createObjectNode().put("max_tokens", 7).put("text", "x".repeat(StoredJson.MOST_INLINE));

        // When
        ObjectNode kept = StoredJson.stored(store(), job, NOON, shortOne);
        ObjectNode moved = StoredJson.stored(store(), job, NOON, longOne);

        // Then
        ArtifactRef where = StoredJson.ref(job, moved).orElseThrow();
        assertThat(kept).isSameAs(shortOne);
        assertThat(moved.toString()).hasSizeLessThan(500);
        assertThat(moved.path("max_tokens").asInt()).isEqualTo(7);
        assertThat(StoredJson.load(store(), where)).contains(longOne);
        assertThat(StoredJson.ref(JobId.create(NOON, 3, new Random(2)), moved)).isEmpty();
    }

    @Test
    void jsonThatWasChangedIsNotGivenOut() throws IOException {
        // Given
        ArtifactRef other = ArtifactRef.to(job, NOON, "application/json", "{\"a\":1}".getBytes(StandardCharsets.UTF_8));
        store().put(other, "{\"a\":2}".getBytes(StandardCharsets.UTF_8));

        // Then
        assertThatThrownBy(() -> StoredJson.load(store(), other))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessage("an artifact is not what was stored");
    }

    private String read(ArtifactRef what, long from) throws IOException {
        try (InputStream in = store().open(what, from).orElseThrow()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private List<String> files() throws IOException {
        Path root = folder.resolve("artifacts");
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .toList();
        }
    }

    private ArtifactRef until(Instant time, int n) {
        return ArtifactRef.to(job, time, "text/plain", bytes(n));
    }

    private static byte[] bytes(int n) {
        return new byte[] {(byte) n};
    }
}
