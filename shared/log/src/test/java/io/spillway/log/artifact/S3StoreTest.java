package io.spillway.log.artifact;

import io.spillway.contract.artifact.ArtifactRef;
import io.spillway.contract.artifact.StoreUnavailable;
import io.spillway.contract.job.JobId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The S3 client as we use it, against a server that speaks S3. */
class S3StoreTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:34:56Z");
    private static final byte[] HELLO = "hello, store".getBytes(StandardCharsets.UTF_8);

    private final JobId job = JobId.create(NOON, 3, new Random(1));
    private final ArtifactRef ref = ArtifactRef.to(job, NOON, "text/plain", HELLO);
    private final SmallS3 server = new SmallS3();
    private S3Store store;

    @BeforeEach
    void open() {
        System.setProperty("aws.region", "eu-central-1");
        System.setProperty("aws.accessKeyId", "somebody");
        System.setProperty("aws.secretAccessKey", "secret");
        store = S3Store.open("bucket", "some/prefix/", Optional.of(server.address()));
    }

    @AfterEach
    void close() {
        store.close();
        server.close();
        List.of("aws.region", "aws.accessKeyId", "aws.secretAccessKey").forEach(System::clearProperty);
    }

    @TempDir
    Path folder;

    @Test
    void a_file_is_stored_as_its_bytes_are() throws Exception {
        // Given
        Path file = Files.write(folder.resolve("content"), HELLO);
        ArtifactRef same = ArtifactRef.to(job, NOON, "text/plain", file);

        // When
        store.put(same, file);

        // Then
        assertThat(same).isEqualTo(ref);
        try (InputStream in = store.open(ref, 7).orElseThrow()) {
            assertThat(in.readAllBytes()).isEqualTo("store".getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void whatWasPutIsReadFromWhereverOneLikes() throws IOException {
        // When
        store.put(ref, HELLO);

        // Then
        assertThat(server.objects.keySet()).containsExactly("some/prefix/" + ref.path());
        assertThat(read(0)).isEqualTo("hello, store");
        assertThat(read(7)).isEqualTo("store");
        assertThat(read(HELLO.length)).isEmpty();
        assertThat(server.authorizations)
                .allMatch(header -> header.startsWith("AWS4-HMAC-SHA256 Credential=somebody/"));
    }

    @Test
    void whatIsNotThereIsNotFound() {
        // Given
        store.put(ref, HELLO);

        // When
        store.delete(ref);
        store.delete(ref);

        // Then
        assertThat(store.open(ref, 0)).isEmpty();
    }

    @Test
    void theSweepTakesWhatIsDueInSmallStepsAndNothingElse() {
        // Given
        IntStream.range(0, 5).forEach(n -> put(NOON.minus(Duration.ofHours(n + 1)), n));
        put(NOON, 9);
        server.objects.put("some/prefix/a/b", HELLO);

        // When
        List<Integer> swept = List.of(store.sweep(NOON, 3), store.sweep(NOON, 3), store.sweep(NOON, 3));

        // Then
        assertThat(swept).containsExactly(3, 2, 0);
        assertThat(server.objects).hasSize(2).containsKey("some/prefix/a/b");
    }

    @Test
    void aServerThatIsAwayIsSaidToBe() {
        // Given
        server.close();

        // Then
        assertThatThrownBy(() -> store.put(ref, HELLO))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageStartingWith("artifacts cannot be written: ");
        assertThatThrownBy(() -> store.open(ref, 0)).isInstanceOf(StoreUnavailable.class);
    }

    @Test
    void onlyAFolderOrABucketIsAPlace() {
        for (String place : List.of("ftp://x/y", "s3://", "s3://x", "s3://Some_Bucket/x", "https://bucket")) {
            assertThatThrownBy(() -> ArtifactStores.open(place))
                    .as(place)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("should be a folder or s3://bucket/prefix, not '" + place + "'");
        }
        try (var bucket = ArtifactStores.open("s3://bucket.of-ours/prefix")) {
            assertThat(bucket).isInstanceOf(S3Store.class);
        }
    }

    private void put(Instant until, int n) {
        byte[] content = {(byte) n};
        store.put(ArtifactRef.to(job, until, "text/plain", content), content);
    }

    private String read(long from) throws IOException {
        try (var in = store.open(ref, from).orElseThrow()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
