package io.spillway.worker;

import io.spillway.contract.job.Job;
import io.spillway.contract.routing.TargetName;
import io.spillway.scheduling.Held;
import io.spillway.scheduling.Scheduler;
import io.spillway.scheduling.TokenStreams;
import io.spillway.testing.TestRedis;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.spillway.testing.JobBuilder.aJob;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class TokenBatchesTest {
    private Scheduler scheduler;
    private TokenStreams streams;
    private final Job job = aJob().streamed().build();
    private final RunningJob running = new RunningJob(Grants.of(job).grant());

    @BeforeEach
    void open() {
        scheduler = Scheduler.connect(TestRedis.address(), "tokens", 1);
        streams = scheduler.tokens();
    }

    @AfterEach
    void close() {
        scheduler.close();
    }

    @Test
    void everythingIsWrittenInOrderInFewerPiecesThanTokens() {
        // When
        StringBuilder said = new StringBuilder();
        try (TokenBatches batches = TokenBatches.open(streams, running)) {
            for (int i = 0; i < 5_000; i++) {
                batches.append(i + " ");
                said.append(i).append(' ');
            }
        }

        // Then
        List<TokenStreams.Entry> entries = streams.read(job.id(), 0, 10_000);
        assertThat(entries.getFirst())
                .isEqualTo(
                        new TokenStreams.Entry.Began(1, running.grant().lease().fence(), new TargetName("gguf/demo")));
        assertThat(text(entries)).isEqualTo(said.toString());
        assertThat(entries).hasSizeLessThan(500);
        assertThat(running.stopped()).isEmpty();
    }

    @Test
    void anAnswerWithoutTextHasBegunAllTheSame() {
        // When
        TokenBatches.open(streams, running).close();

        // Then
        assertThat(streams.read(job.id(), 0, 10)).hasSize(1);
    }

    @Test
    void textIsThereBeforeTheCallEnds() {
        try (TokenBatches batches = TokenBatches.open(streams, running)) {
            // When
            batches.append("first words");

            // Then
            await().atMost(5, SECONDS)
                    .untilAsserted(() ->
                            assertThat(text(streams.read(job.id(), 0, 10))).isEqualTo("first words"));
        }
    }

    @Test
    void whoeverIsOvertakenStopsAndWritesNoMore() {
        // Given
        TokenBatches batches = TokenBatches.open(streams, running);
        batches.append("mine ");
        await().atMost(5, SECONDS)
                .until(() -> text(streams.read(job.id(), 0, 10)).equals("mine "));

        // When
        long later = running.grant().lease().fence() + 1;
        streams.begin(
                TokenStreams.Place.first(new Held(job.id(), later), Duration.ofMinutes(1)),
                new TargetName("gguf/demo"));
        batches.append("too late");
        await().atMost(5, SECONDS).until(() -> running.stopped().isPresent());
        batches.close();

        // Then
        assertThat(running.stopped()).isEqualTo(Optional.of(StopReason.LOST));
        assertThat(text(streams.read(job.id(), 0, 10))).isEqualTo("mine ");
    }

    @Test
    void whatRedisHasLostIsWrittenAgainUnderLaterNumbers() {
        try (TokenBatches batches = TokenBatches.open(streams, running)) {
            // Given: readers know the entries 1 and 2
            batches.append("once upon ");
            await().atMost(5, SECONDS)
                    .until(() -> text(streams.read(job.id(), 0, 10)).equals("once upon "));

            // When
            TestRedis.delete("{" + job.id() + "}:tokens");
            batches.append("a time");

            // Then
            await().atMost(5, SECONDS)
                    .untilAsserted(() ->
                            assertThat(text(streams.read(job.id(), 0, 10))).isEqualTo("once upon a time"));
            assertThat(streams.read(job.id(), 0, 1).getFirst())
                    .isEqualTo(new TokenStreams.Entry.Began(
                            3, running.grant().lease().fence(), new TargetName("gguf/demo")));
        }
        assertThat(running.stopped()).isEmpty();
    }

    @Test
    void aPieceWhoseAnswerWasLostIsThereOnce() {
        // Given
        TokenStreams.Place first = TokenStreams.Place.first(running.grant().lease(), Duration.ofMinutes(1));
        TokenStreams.Place begun = taken(streams.begin(first, new TargetName("gguf/demo")));

        // When
        TokenStreams.Written begunAgain = streams.begin(first, new TargetName("gguf/demo"));
        TokenStreams.Written once = streams.append(begun, "only once");
        TokenStreams.Written again = streams.append(begun, "only once");

        // Then
        assertThat(taken(begunAgain)).isEqualTo(begun);
        assertThat(again).isEqualTo(once);
        assertThat(streams.read(job.id(), 0, 10)).hasSize(2);
        assertThat(text(streams.read(job.id(), 0, 10))).isEqualTo("only once");
    }

    @Test
    void aPieceAfterOnesThatAreGoneIsNotTaken() {
        // Given: Redis is as it was before the second piece
        TokenStreams.Place begun = taken(streams.begin(
                TokenStreams.Place.first(running.grant().lease(), Duration.ofMinutes(1)), new TargetName("gguf/demo")));
        TokenStreams.Place second = new TokenStreams.Place(begun.held(), 2, 3, begun.life());

        // When
        TokenStreams.Written answer = streams.append(second, "without what was before");

        // Then
        assertThat(answer).isEqualTo(new TokenStreams.Written.Gone());
        assertThat(streams.read(job.id(), 0, 10)).hasSize(1);
    }

    private static TokenStreams.Place taken(TokenStreams.Written written) {
        return ((TokenStreams.Written.Taken) written).next();
    }

    private static String text(List<TokenStreams.Entry> entries) {
        return entries.stream()
                .map(entry -> switch (entry) {
                    case TokenStreams.Entry.Began _ -> "";
                    case TokenStreams.Entry.Text piece -> piece.text();
                })
                .collect(Collectors.joining());
    }
}
