package io.spillway.worker;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.contract.artifact.ArtifactRef;
import io.spillway.contract.artifact.StoreUnavailable;
import io.spillway.contract.artifact.StoredJson;
import io.spillway.contract.job.Job;
import io.spillway.contract.outcome.Outcome;
import io.spillway.contract.outcome.Output;
import io.spillway.contract.outcome.Usage;
import io.spillway.log.artifact.FolderStore;
import io.spillway.testing.JobBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class StoringTest {
    private final Job job = JobBuilder.aJob().build();

    @TempDir
    Path folder;

    private FolderStore store;
    private Storing storing;

    @BeforeEach
    void open() {
        store = new FolderStore(folder.resolve("artifacts"));
        storing = new Storing(store);
    }

    @Test
    void picturesGoToTheStoreAndStayLongerThanTheJobCanBeSeen() throws IOException {
        // Given
        byte[] picture = new byte[2_000_000];
        new Random(1).nextBytes(picture);
        ObjectNode about = JsonNodeFactory.instance.objectNode().put("revised_prompt", "a cat, sitting");
        Output output = Output.of(List.of(new Output.Binary("image/png", picture, about)));

        // When
        Outcome outcome = storing.stored(new Outcome.Completed(output, Usage.NONE), job);

        // Then
        Output stored = ((Outcome.Completed) outcome).output();
        ArtifactRef ref = stored.artifacts().getFirst();
        assertThat(stored.binaries()).isEmpty();
        assertThat(stored.body().at("/artifacts/0/revised_prompt").asText()).isEqualTo("a cat, sitting");
        assertThat(stored.body().toString()).hasSizeLessThan(500);
        assertThat(ref.contentType()).isEqualTo("image/png");
        assertThat(ref.until()).isAfter(Instant.now().plus(job.deadlines().resultTtl()));
        assertThat(store.open(ref, 0).orElseThrow()).hasBinaryContent(picture);
    }

    @Test
    void anAnswerBeyondTheLogsMeasureIsStoredWhole() {
        // Given
        Outcome.Completed answer = FakeServing.answer("é".repeat(15_000_000));

        // When
        Outcome outcome = storing.stored(answer, job);

        // Then
        ObjectNode body = ((Outcome.Completed) outcome).output().body();
        ArtifactRef ref = StoredJson.ref(job.id(), body).orElseThrow();
        assertThat(body.toString()).hasSizeLessThan(500);
        assertThat(StoredJson.load(store, ref)).contains(answer.output().body());
    }

    @Test
    void ordinaryAnswersAndFailuresPassUntouched() {
        // Given
        Outcome answer = FakeServing.answer("hello");
        Outcome failure = new Outcome.Transient("reset");

        // Then
        assertThat(storing.stored(answer, job)).isEqualTo(answer);
        assertThat(storing.stored(failure, job)).isSameAs(failure);
    }

    @Test
    void anAnswerThatCannotBeStoredIsAFailureThatMayPass() throws IOException {
        // Given
        Files.writeString(folder.resolve("artifacts"), "in the way");
        Output output = Output.of(List.of(new Output.Binary("image/png", new byte[1], object())));

        // When
        Outcome outcome = storing.stored(new Outcome.Completed(output, Usage.NONE), job);

        // Then
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Transient.class,
                        failure ->
                                assertThat(failure.detail()).startsWith("the answer could not be stored: artifacts"));
    }

    @Test
    void aStoredRequestIsReadAndAMissingOneSaid() {
        // Given
        ObjectNode request = object().put("input", "y".repeat(StoredJson.MOST_INLINE));
        Job stored = job.withRequest(StoredJson.stored(store, job.id(), Instant.now(), request));
        Job missing = job.withRequest(object().<ObjectNode>set(
                        "$stored",
                        ArtifactRef.to(job.id(), Instant.now(), "application/json", new byte[3])
                                .json()));

        // Then
        assertThat(storing.request(stored)).isEqualTo(request);
        assertThat(storing.request(job)).isEqualTo(job.request()).isNotSameAs(job.request());
        assertThatThrownBy(() -> storing.request(missing)).isInstanceOf(StoreUnavailable.class);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
