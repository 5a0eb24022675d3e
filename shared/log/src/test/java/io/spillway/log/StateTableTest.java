package io.spillway.log;

import io.spillway.testing.TestKafka;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class StateTableTest {
    private static final String KAFKA = TestKafka.bootstrapServers();
    private static final Duration LONG = Duration.ofSeconds(20);

    private LogWriter writer;
    private StateTable table;

    @BeforeEach
    void open() {
        Topics.ensure(KAFKA, 4, (short) 1);
        writer = LogWriter.open(KAFKA, Duration.ofSeconds(2));
        table = StateTable.follow(KAFKA, writer);
    }

    @AfterEach
    void close() {
        table.close();
        writer.close();
    }

    @Test
    void whoWritesReadsItsOwnWriteAtOnce() throws Exception {
        // Given
        assertThat(table.awaitReady(LONG)).isTrue();
        assertThat(table.get("tenant:a")).isEmpty();

        // When
        table.put("tenant:a", "one");
        table.put("tenant:a", "two");
        table.put("tenant:a:key", "☂");

        // Then
        assertThat(table.get("tenant:a")).contains("two");
        assertThat(table.get("tenant:a:key")).contains("☂");
        assertThat(table.all("tenant:a")).isEqualTo(Map.of("tenant:a", "two", "tenant:a:key", "☂"));
        assertThat(table.ready()).isTrue();
    }

    @Test
    void whatIsRemovedIsGoneForEverybody() throws Exception {
        // Given
        assertThat(table.awaitReady(LONG)).isTrue();
        table.put("tenant:d", "one");

        // When
        table.remove("tenant:d");
        table.remove("tenant:that-never-was");

        // Then
        assertThat(table.get("tenant:d")).isEmpty();
        try (StateTable late = StateTable.follow(KAFKA, writer)) {
            assertThat(late.awaitReady(LONG)).isTrue();
            assertThat(late.get("tenant:d")).isEmpty();
        }
    }

    @Test
    void othersFollowAndWhoComesLaterReadsItAll() throws Exception {
        // Given
        assertThat(table.awaitReady(LONG)).isTrue();
        table.put("tenant:b", "before");

        // When
        try (StateTable late = StateTable.follow(KAFKA, writer)) {
            assertThat(late.awaitReady(LONG)).isTrue();

            // Then
            assertThat(late.get("tenant:b")).contains("before");
            table.put("tenant:b", "after");
            await().atMost(10, SECONDS)
                    .untilAsserted(() -> assertThat(late.get("tenant:b")).contains("after"));
        }
    }

    @Test
    void aWriteThatNobodyAcknowledgesIsRefusedAndReadingGoesOn() throws Exception {
        // Given
        assertThat(table.awaitReady(LONG)).isTrue();
        table.put("tenant:c", "kept");

        // When
        TestKafka.hang();
        try {
            assertThatThrownBy(() -> table.put("tenant:c", "lost")).isInstanceOf(LogUnavailable.class);

            // Then
            assertThat(table.get("tenant:c")).contains("kept");
        } finally {
            TestKafka.goOn();
        }
        await().atMost(20, SECONDS).ignoreExceptions().untilAsserted(() -> {
            table.put("tenant:c", "again");
            assertThat(table.get("tenant:c")).contains("again");
        });
    }
}
