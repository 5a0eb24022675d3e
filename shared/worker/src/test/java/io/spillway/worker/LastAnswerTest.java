package io.spillway.worker;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.contract.artifact.ArtifactRef;
import io.spillway.contract.cluster.LastResort;
import io.spillway.contract.job.Job;
import io.spillway.contract.job.JobStatus;
import io.spillway.contract.job.JobType;
import io.spillway.contract.outcome.JobError;
import io.spillway.contract.outcome.Output;
import io.spillway.log.artifact.FolderStore;
import io.spillway.testing.JobBuilder;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class LastAnswerTest {
    private static final LastResort ALL = new LastResort(Optional.of("Not now."), true, true);
    private static final NextStep UNANSWERED =
            new NextStep.End(JobStatus.FAILED, new JobError("all_targets_failed", "a/b: empty"));

    @TempDir
    Path folder;

    private FolderStore store;

    @BeforeEach
    void open() {
        store = new FolderStore(folder.resolve("artifacts"));
    }

    @Test
    void aChatGetsTheText() {
        // When
        Output output = degraded(JobType.CHAT, object());

        // Then
        assertThat(output.text()).isEqualTo("Not now.");
        assertThat(output.degraded()).isTrue();
        assertThat(output.body().path("finish_reason").asText()).isEqualTo("stop");
    }

    @ParameterizedTest
    @CsvSource({"64x32, 64, 32", "auto, 512, 512", "99999x1, 2048, 1"})
    void anImageIsAPictureOfTheSizeThatWasAskedFor(String size, int width, int height) throws IOException {
        // When
        Output output = degraded(JobType.IMAGE, object().put("size", size).put("n", 2));

        // Then
        assertThat(output.artifacts())
                .hasSize(2)
                .allSatisfy(ref -> assertThat(ref.contentType()).isEqualTo("image/png"));
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(bytes(output)));
        assertThat(image.getWidth()).isEqualTo(width);
        assertThat(image.getHeight()).isEqualTo(height);
        assertThat(output.degraded()).isTrue();
    }

    @Test
    void speechIsASecondOfSilence() throws Exception {
        // When
        byte[] wav = bytes(degraded(JobType.SPEECH, object()));

        // Then
        try (AudioInputStream sound = AudioSystem.getAudioInputStream(new ByteArrayInputStream(wav))) {
            assertThat(sound.getFrameLength() / sound.getFormat().getFrameRate())
                    .isEqualTo(1f);
            assertThat(sound.readAllBytes()).containsOnly(0);
        }
    }

    @ParameterizedTest
    @EnumSource(JobType.class)
    void withoutConfigurationAJobFailsAsItDid(JobType type) {
        assertThat(instead(LastResort.NONE, UNANSWERED, job(type, object()))).isSameAs(UNANSWERED);
    }

    @Test
    void noEmbeddingIsMadeUp() {
        assertThat(instead(ALL, UNANSWERED, job(JobType.EMBEDDING, object()))).isSameAs(UNANSWERED);
    }

    @Test
    void otherEndsStayWhatTheyAre() {
        // Given
        Job job = job(JobType.CHAT, object());
        List<NextStep> others = List.of(
                new NextStep.End(JobStatus.FAILED, new JobError("rejected", "temperature")),
                new NextStep.End(JobStatus.FAILED, new JobError("engine_crashed", "twice")),
                new NextStep.End(JobStatus.EXPIRED, new JobError("expired", "late")),
                new NextStep.End(JobStatus.CANCELLED, new JobError("cancelled", "on request")),
                new NextStep.Complete(FakeServing.answer("hello")),
                new NextStep.GiveBack(),
                new NextStep.Forget());

        // Then
        assertThat(others)
                .allSatisfy(step -> assertThat(instead(ALL, step, job)).isSameAs(step));
    }

    @Test
    void aStoreThatIsAwayLeavesTheJobFailed() throws IOException {
        // Given
        Files.writeString(folder.resolve("artifacts"), "in the way");

        // Then
        assertThat(instead(ALL, UNANSWERED, job(JobType.IMAGE, object()))).isSameAs(UNANSWERED);
    }

    private Output degraded(JobType type, ObjectNode request) {
        NextStep step = instead(ALL, UNANSWERED, job(type, request));
        assertThat(step).isInstanceOf(NextStep.Degrade.class);
        return ((NextStep.Degrade) step).answer();
    }

    private NextStep instead(LastResort configured, NextStep step, Job job) {
        return new LastAnswer(configured, new Storing(store)).instead(step, job);
    }

    private byte[] bytes(Output output) throws IOException {
        ArtifactRef ref = output.artifacts().getFirst();
        try (var in = store.open(ref, 0).orElseThrow()) {
            return in.readAllBytes();
        }
    }

    private static Job job(JobType type, ObjectNode request) {
        return JobBuilder.aJob().type(type).build().withRequest(request);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
