package io.spillway.contract.wire;

import io.spillway.contract.job.Job;
import io.spillway.contract.outcome.JobError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

class WireTest {
    static Stream<Job> jobs() {
        return Stream.of(Samples.FULL_JOB, Samples.BARE_JOB);
    }

    static Stream<LogEntry> entries() {
        return Samples.entries().stream();
    }

    @ParameterizedTest
    @MethodSource("jobs")
    void aJobComesBackAsItWas(Job job) {
        assertThat(Wire.job(Wire.encode(job))).isEqualTo(job);
    }

    @ParameterizedTest
    @MethodSource("entries")
    void anEntryComesBackAsItWas(LogEntry entry) {
        assertThat(Wire.entry(Wire.encode(entry))).isEqualTo(entry);
    }

    static Stream<DeadLetter> letters() {
        return Stream.of(
                new DeadLetter.OfJob(
                        Samples.FULL_JOB,
                        List.of(Samples.BARE_ATTEMPT, Samples.FULL_ATTEMPT),
                        Optional.of(Samples.FULL_ATTEMPT.target()),
                        new JobError("engine_crashed", "signal 6"),
                        Samples.AT),
                new DeadLetter.OfJob(
                        Samples.BARE_JOB, List.of(), Optional.empty(), new JobError("worker_lost", ""), Samples.AT),
                new DeadLetter.Replayed("job_x", Samples.ID, Samples.AT),
                new DeadLetter.Discarded("job_x", Samples.AT));
    }

    @ParameterizedTest
    @MethodSource("letters")
    void aLetterComesBackAsItWas(DeadLetter letter) {
        assertThat(Wire.deadLetter(Wire.encode(letter))).isEqualTo(letter);
    }

    @Test
    void aLetterOfARecordHasTheSameIdForTheSameRecordOnly() {
        // Given
        DeadLetter.OfRecord letter = record(7, 1, 2);

        // When
        DeadLetter read = Wire.deadLetter(Wire.encode(letter));

        // Then
        assertThat(read.letter()).isEqualTo(letter.letter()).startsWith("record_");
        assertThat(List.of(record(8, 1, 2).letter(), record(7, 1, 3).letter())).doesNotContain(letter.letter());
    }

    private static DeadLetter.OfRecord record(long offset, int... bytes) {
        byte[] value = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            value[i] = (byte) bytes[i];
        }
        return new DeadLetter.OfRecord("topic", offset, value, new JobError("unreadable", "why"), Samples.AT);
    }

    @Test
    void everyKindOfEntryIsAmongTheSamples() {
        assertThat(entries().map(Object::getClass).distinct())
                .containsExactlyInAnyOrder(LogEntry.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @MethodSource("entries")
    void everyEntryNamesItselfAndItsVersion(LogEntry entry) {
        // When
        String text = new String(Wire.encode(entry), StandardCharsets.UTF_8);

        // Then
        assertThat(text)
                .contains("\"v\":1")
                .containsPattern("\"entry\":\"(attempt|ended|cancel|priority|delete|told)\"");
    }

    @Test
    void theFormInTheLogStays() {
        // Given
        LogEntry entry = Samples.entries().getLast();

        // When
        String text = new String(Wire.encode(entry), StandardCharsets.UTF_8);

        // Then
        assertThat(text)
                .isEqualTo("{\"entry\":\"cancel\",\"job\":\"%s\",\"tenant\":\"acme-1\",\"at\":\"%s\",\"v\":1}"
                        .formatted(Samples.ID, Samples.AT));
    }

    @Test
    void theFormOfATellingInTheLogStays() {
        // Given
        LogEntry entry = Samples.entries().get(6);

        // When
        String text = new String(Wire.encode(entry), StandardCharsets.UTF_8);

        // Then
        assertThat(text)
                .isEqualTo(("{\"entry\":\"told\",\"job\":\"%s\",\"tenant\":\"acme-1\",\"status\":\"completed\","
                                + "\"state\":\"delivered\",\"attempts\":[{\"at\":\"%s\",\"took_ms\":15000,\"status\":null,"
                                + "\"error\":\"no answer in time\"},{\"at\":\"%s\",\"took_ms\":7,\"status\":204,"
                                + "\"error\":\"\"}],\"at\":\"%s\",\"v\":1}")
                        .formatted(Samples.ID, Samples.AT, Samples.AT, Samples.AT));
    }

    @Test
    void aJobThatWasWrittenBeforeThereWereWebhooksTellsNobody() {
        // Given
        String text = new String(Wire.encode(Samples.FULL_JOB), StandardCharsets.UTF_8);
        String older = text.replaceFirst(",\"webhook\":\"\\w+\"", "");

        // When
        Job read = Wire.job(older.getBytes(StandardCharsets.UTF_8));

        // Then
        assertThat(older).doesNotContain("webhook");
        assertThat(read).isEqualTo(Samples.FULL_JOB.telling(Optional.empty()));
    }

    @Test
    void whatANewerWriterAddedIsIgnored() {
        // Given
        String text = new String(Wire.encode(Samples.FULL_JOB), StandardCharsets.UTF_8);
        String newer = text.replace("\"deadlines\":{", "\"added\":{\"a\":[1]},\"deadlines\":{\"added\":null,");

        // When
        Job read = Wire.job(newer.getBytes(StandardCharsets.UTF_8));

        // Then
        assertThat(newer).isNotEqualTo(text);
        assertThat(read).isEqualTo(Samples.FULL_JOB);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "99", "4294967297", "1e30", "\"2\""})
    void aNewerVersionIsRefused(String version) {
        // Given
        String text = new String(Wire.encode(Samples.FULL_JOB), StandardCharsets.UTF_8);
        byte[] newer = text.replace("\"v\":1", "\"v\":" + version).getBytes(StandardCharsets.UTF_8);

        // Then
        assertThatThrownBy(() -> Wire.job(newer))
                .isInstanceOf(Wire.UnreadableRecord.class)
                .hasMessageStartingWith("written by a newer version: v=");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "1",
                "\"job\"",
                "[]",
                "{}",
                "{\"v\":1}",
                "{\"entry\":\"cancel\"}",
                "{\"entry\":\"unheard of\"}",
                "{\"entry\":null}",
                "{",
                "\u0000",
                "{\"id\":\"job_\"}"
            })
    void garbageIsUnreadableAndNothingElse(String text) {
        // Given
        byte[] record = text.getBytes(StandardCharsets.UTF_8);

        // Then
        assertThatThrownBy(() -> Wire.job(record)).isInstanceOf(Wire.UnreadableRecord.class);
        assertThatThrownBy(() -> Wire.entry(record)).isInstanceOf(Wire.UnreadableRecord.class);
    }

    @Test
    void aJobWithoutOneOfItsFieldsIsUnreadable() {
        String text = new String(Wire.encode(Samples.FULL_JOB), StandardCharsets.UTF_8);
        for (String field : List.of(
                "id", "tenant", "type", "model", "plan", "retry", "request", "accepted_at", "deadlines", "metadata")) {
            // Given
            String without = text.replaceFirst("\"" + field + "\":", "\"gone\":");

            // Then
            assertThatThrownBy(() -> Wire.job(without.getBytes(StandardCharsets.UTF_8)))
                    .as(field)
                    .isInstanceOf(Wire.UnreadableRecord.class);
        }
    }

    @Test
    void aRecordCutAnywhereIsUnreadable() {
        // Given
        byte[] record = Wire.encode(Samples.FULL_JOB);

        for (int length = 0; length < record.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(record, length);

            // Then
            assertThatThrownBy(() -> Wire.job(cut)).isInstanceOf(Wire.UnreadableRecord.class);
        }
    }

    @Test
    void aMutatedRecordIsReadWholeOrUnreadable() {
        RandomGenerator random = new SplittableRandom(20_261_121);
        List<byte[]> seeds = new ArrayList<>(jobs().map(Wire::encode).toList());
        seeds.addAll(entries().map(Wire::encode).toList());
        for (int i = 0; i < 8_000; i++) {
            // Given
            byte[] record = mutated(seeds.get(random.nextInt(seeds.size())), random);

            // Then
            survives(record, bytes -> Wire.encode(Wire.job(bytes)));
            survives(record, bytes -> Wire.encode(Wire.entry(bytes)));
        }
    }

    private static void survives(byte[] record, Consumer<byte[]> reading) {
        try {
            reading.accept(record);
        } catch (Wire.UnreadableRecord e) {
            assertThat(e).hasMessageMatching("not JSON|not a .*|written by .*");
        } catch (Throwable e) {
            fail(new String(record, StandardCharsets.UTF_8), e);
        }
    }

    private static byte[] mutated(byte[] seed, RandomGenerator random) {
        String text = new String(seed, StandardCharsets.UTF_8);
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            int from = random.nextInt(text.length());
            int to = Math.min(text.length(), from + random.nextInt(12));
            text = text.substring(0, from) + PIECES.get(random.nextInt(PIECES.size())) + text.substring(to);
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (random.nextInt(3) == 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private static final List<String> PIECES = List.of(
            "",
            "null",
            "{}",
            "[]",
            "0",
            "-1",
            "1e999",
            "1e-999",
            "9".repeat(400),
            "\"\"",
            "\"PT-1S\"",
            "\"P999999999D\"",
            "1e18",
            "\"\\u0000\"",
            ",",
            ":",
            "}",
            "]",
            "{",
            "[".repeat(2_000),
            "true",
            "\"job_\"",
            "\"~\"",
            "\"a/b~9\"",
            "\"v\":",
            "\"entry\":\"ended\"",
            "+1000000000-12-31T23:59:59Z");
}
