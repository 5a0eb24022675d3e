package io.spillway.log;

import io.spillway.contract.job.Job;
import io.spillway.contract.job.JobId;
import io.spillway.contract.outcome.JobError;
import io.spillway.contract.wire.DeadLetter;
import io.spillway.contract.wire.LogView;
import io.spillway.testing.TestKafka;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.spillway.testing.JobBuilder.aJob;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class DeadLettersTest {
    private static final String KAFKA = TestKafka.bootstrapServers();

    private LogWriter writer;
    private DeadLetters letters;

    @BeforeEach
    void open() {
        Topics.ensure(KAFKA, 4, (short) 1);
        writer = LogWriter.open(KAFKA, Duration.ofSeconds(5));
        letters = DeadLetters.follow(KAFKA, writer);
        await().atMost(20, SECONDS).until(letters::ready);
    }

    @AfterEach
    void close() {
        letters.close();
        writer.close();
    }

    @Test
    void aLetterIsKeptOnceAndReadWhole() {
        // Given
        Job job = aJob().tenant("acme").build();

        // When
        letters.mark(letter(job, "first"));
        letters.mark(letter(job, "second"));

        // Then
        DeadLetters.Summary found = letters.find(job.id().value()).orElseThrow();
        assertThat(found.reason().code()).isEqualTo("first");
        assertThat(found.job()).contains(new DeadLetters.About("acme", "default", "chat"));
        assertThat(letters.read(found)).contains(letter(job, "first"));
        assertThat(letters.page(Long.MAX_VALUE, 1)).containsExactly(found);
    }

    @Test
    void theNewestComeFirstAndPagesGoOn() {
        // Given
        List<Job> jobs = List.of(aJob().build(), aJob().build(), aJob().build());
        jobs.forEach(job -> letters.mark(letter(job, "why")));

        // When
        List<DeadLetters.Summary> first = letters.page(Long.MAX_VALUE, 2);
        List<DeadLetters.Summary> second = letters.page(first.getLast().offset(), 1);

        // Then
        assertThat(first)
                .extracting(DeadLetters.Summary::id)
                .containsExactly(jobs.get(2).id().value(), jobs.get(1).id().value());
        assertThat(second)
                .extracting(DeadLetters.Summary::id)
                .containsExactly(jobs.get(0).id().value());
    }

    @Test
    void whatWasDoneAboutALetterIsReadByEverybodyWhoComesLater() {
        // Given
        Job replayed = aJob().build();
        Job discarded = aJob().build();
        JobId as = aJob().build().id();
        letters.mark(letter(replayed, "why"));
        letters.mark(letter(discarded, "why"));

        // When
        letters.mark(new DeadLetter.Replayed(replayed.id().value(), as, Instant.now()));
        letters.mark(
                new DeadLetter.Replayed(replayed.id().value(), aJob().build().id(), Instant.now()));
        letters.mark(new DeadLetter.Discarded(discarded.id().value(), Instant.now()));
        letters.mark(letter(discarded, "a second copy"));

        // Then
        try (DeadLetters late = DeadLetters.follow(KAFKA, writer)) {
            await().atMost(20, SECONDS).until(late::ready);
            for (DeadLetters seen : List.of(letters, late)) {
                assertThat(seen.find(replayed.id().value()).orElseThrow().replayedAs())
                        .contains(as);
                assertThat(seen.find(discarded.id().value())).isEmpty();
                assertThat(seen.page(Long.MAX_VALUE, 100))
                        .extracting(DeadLetters.Summary::id)
                        .doesNotContain(discarded.id().value());
            }
        }
    }

    @Test
    void aRecordThatNobodyCanReadIsALetterToo() {
        // When
        writer.unreadable(Topics.JOBS, new LogView.Entry(5, new byte[] {1, 2, 3}));

        // Then
        DeadLetters.Summary found = await().atMost(20, SECONDS)
                .until(
                        () -> letters.page(Long.MAX_VALUE, 1),
                        page -> !page.isEmpty() && page.getFirst().job().isEmpty())
                .getFirst();
        assertThat(found.reason().code()).isEqualTo("unreadable");
        assertThat(letters.read(found).orElseThrow())
                .isInstanceOfSatisfying(
                        DeadLetter.OfRecord.class,
                        letter -> assertThat(letter.value()).containsExactly(1, 2, 3));
    }

    private static DeadLetter.OfJob letter(Job job, String reason) {
        return new DeadLetter.OfJob(job, List.of(), Optional.empty(), new JobError(reason, ""), job.acceptedAt());
    }
}
