package io.spillway.journey;

import com.sun.management.OperatingSystemMXBean;
import io.restassured.path.json.JsonPath;
import io.spillway.journey.language.Ask;
import io.spillway.journey.language.Cluster;
import io.spillway.journey.language.Front;
import io.spillway.journey.language.LiveHeap;
import io.spillway.journey.language.Seen;
import io.spillway.testing.provider.Reply;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Measures a batch of fifty thousand lines with somebody's job in the middle of it. Run when asked for by its name:
 * {@code -Dit.test=LargeBatch}; the figures are in docs/benchmarks.md.
 */
class LargeBatch {
    private static final int LINES = Integer.getInteger("spillway.lines", 50_000);

    private final Cluster cluster = Cluster.calm();
    private final Front front = cluster.front();
    private final LiveHeap gateway =
            new LiveHeap(cluster.run().process("gateway").pid());

    @TempDir
    Path folder;

    @Test
    void fiftyThousandLinesAndOneJobInTheMiddle() throws IOException {
        // Given
        cluster.models().always("sdk", Reply.text("You said: {prompt}"));
        cluster.models().always("plain", Reply.text("You said: {prompt}"));
        Path file = file();
        say("%,d lines, %,d bytes", LINES, Files.size(file));
        say("before: live heap %,d kB", gateway.kilobytes());
        String input = uploaded(file);
        say("uploaded: live heap %,d kB", gateway.kilobytes());

        // When
        long began = System.nanoTime();
        String batch = begun(input);
        awaitDone(batch, LINES / 2);
        say("half of them after %d s: live heap %,d kB", seconds(began), gateway.kilobytes());
        for (int n = 0; n < 5; n++) {
            long submitted = System.nanoTime();
            Seen job = front.ended(front.accepted(Ask.chat("cloud/plain", "in the middle " + n)));
            say(
                    "a job of priority 5 in the middle ended after %d ms",
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - submitted));
            assertThat(job.status()).isEqualTo("completed");
        }
        awaitDone(batch, LINES);
        JsonPath ended = Awaitility.await()
                .atMost(Duration.ofMinutes(10))
                .until(() -> counts(batch), seen -> seen.getString("status").equals("completed"));

        // Then
        say(
                "completed after %d s, %,d lines/s: live heap %,d kB",
                seconds(began), LINES / Math.max(1, seconds(began)), gateway.kilobytes());
        say(
                "load average %.1f",
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getSystemLoadAverage());
        assertThat(ended.getInt("request_counts.completed")).isEqualTo(LINES);
        assertThat(ended.getInt("request_counts.failed")).isZero();
        String output = front.asking()
                .get("/v1/files/" + ended.getString("output_file_id") + "/content")
                .asString();
        assertThat(output.lines().count()).isEqualTo(LINES);
    }

    private Path file() throws IOException {
        Path file = folder.resolve("lines.jsonl");
        try (BufferedWriter lines = Files.newBufferedWriter(file)) {
            for (int n = 0; n < LINES; n++) {
                lines.write(
                        "{\"custom_id\":\"line-%d\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\",\"body\":%s}%n"
                                .formatted(n, Ask.chat("cloud/sdk", "line " + n).json()));
            }
        }
        return file;
    }

    private String uploaded(Path file) {
        return front.asking()
                .multiPart("file", file.toFile())
                .multiPart("purpose", "batch")
                .post("/v1/files")
                .jsonPath()
                .getString("id");
    }

    private String begun(String file) {
        return front.asking()
                .contentType("application/json")
                .body("{\"input_file_id\":\"%s\",\"endpoint\":\"/v1/chat/completions\",\"completion_window\":\"24h\"}"
                        .formatted(file))
                .post("/v1/batches")
                .jsonPath()
                .getString("id");
    }

    private void awaitDone(String batch, int lines) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(20))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> counts(batch).getInt("request_counts.completed") >= lines);
    }

    private JsonPath counts(String batch) {
        return front.asking().get("/v1/batches/" + batch).jsonPath();
    }

    private static long seconds(long since) {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - since);
    }

    private static void say(String text, Object... values) {
        System.out.printf("figures: " + text + "%n", values);
    }
}
