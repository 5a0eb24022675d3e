package io.spillway.journey;

import io.restassured.response.Response;
import io.spillway.journey.language.Ask;
import io.spillway.journey.language.Cluster;
import io.spillway.journey.language.Front;
import io.spillway.journey.language.Invariants;
import io.spillway.journey.language.Load;
import io.spillway.journey.language.Shell;
import io.spillway.standalone.RunningProcess;
import io.spillway.testing.provider.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Redis or Kafka are away for a while. */
@Order(11)
class LostStoresIT {
    private static final Duration OUTAGE = Duration.ofSeconds(5);
    private static final Duration SOON = Duration.ofSeconds(30);

    private final Cluster cluster = Cluster.rough();
    private final Front front = cluster.front();

    @Test
    void withoutRedisTheDoorSaysSoQuicklyAndOpensAgainByItself() {
        outage(Fault.STOPPED, "redis", this::lookOrSubmit);
    }

    @Test
    void withoutKafkaTheDoorSaysSoQuicklyAndOpensAgainByItself() {
        outage(Fault.STOPPED, "kafka", this::submit);
    }

    @Test
    @Tag("long")
    void aRedisThatStallsIsRefusedForAsQuickly() {
        outage(Fault.FROZEN, "redis", this::lookOrSubmit);
    }

    @Test
    @Tag("long")
    void aKafkaThatStallsIsRefusedForAsQuickly() {
        outage(Fault.FROZEN, "kafka", this::submit);
    }

    /** How a store can be away. */
    private enum Fault {
        STOPPED,
        FROZEN;

        void begin(RunningProcess store) {
            switch (this) {
                case STOPPED -> store.stop();
                case FROZEN -> signal("-STOP", store);
            }
        }

        void end(RunningProcess store) {
            switch (this) {
                case STOPPED -> store.start();
                case FROZEN -> signal("-CONT", store);
            }
        }

        private static void signal(String name, RunningProcess store) {
            Shell.Said said = new Shell(Cluster.root(), Map.of())
                    .run(Duration.ofSeconds(5), "kill", name, Long.toString(store.pid()));
            assertThat(said.code()).as(said.err()).isZero();
        }
    }

    private List<Response> lookOrSubmit() {
        Response reading = front.get("job_01jd3k4m5n6p7q8r9s0t1v2w3x");
        return List.of(reading, submit().getFirst());
    }

    private List<Response> submit() {
        return List.of(front.submit(Ask.chat("cloud/few", "nobody there")));
    }

    private void outage(Fault fault, String store, Supplier<List<Response>> requests) {
        // Given: jobs on their way
        cluster.models().always("few", Reply.text("through it all").after(Duration.ofSeconds(1)));
        List<Load.Sent> journal = new ArrayList<>(Load.of(front, 20).send(asks(store + " " + fault, 80)));
        assertThat(journal).as("the door is open before the fault").allMatch(Load.Sent.Accepted.class::isInstance);
        Map<String, Long> pids = pids(store);
        AtomicLong slowest = new AtomicLong();
        // When
        fault.begin(cluster.run().process(store));
        Awaitility.await(store + " is away")
                .pollInSameThread()
                .during(OUTAGE)
                .atMost(OUTAGE.plus(SOON))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> refusedInTime(requests, slowest));
        fault.end(cluster.run().process(store));
        long back = System.nanoTime();
        // Then
        System.out.printf("journey: %s %s: the slowest 503 came after %d ms%n", store, fault, slowest.get());
        assertThat(slowest.get()).as("ms until the slowest 503").isLessThan(3_000);
        AtomicInteger tried = new AtomicInteger();
        Awaitility.await("the door opens again")
                .pollInSameThread()
                .atMost(SOON)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    Ask after =
                            Ask.chat("cloud/few", "#" + tried.incrementAndGet() + " after " + store + " was " + fault);
                    Load.Sent told = Load.of(front, 1).send(List.of(after)).getFirst();
                    // One that was told 503 may run all the same.
                    return journal.add(told) && told instanceof Load.Sent.Accepted;
                });
        report(store + " no longer " + fault + ": the door was open", back);
        Invariants.Figures figures = Invariants.of(cluster, journal).hold(2);
        report(store + " no longer " + fault + ": all accepted jobs had ended", back);
        assertThat(figures.jobs()).isEqualTo(81);
        assertThat(figures.completed()).isEqualTo(81);
        assertThat(pids(store)).as("nobody had to be started again").isEqualTo(pids);
    }

    private static boolean refusedInTime(Supplier<List<Response>> requests, AtomicLong slowest) {
        requests.get().forEach(answer -> {
            assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).matches("[1-9]\\d*");
            assertThat(answer.contentType()).startsWith("application/problem+json");
            slowest.accumulateAndGet(answer.time(), Math::max);
        });
        return true;
    }

    private Map<String, Long> pids(String without) {
        return cluster.run().processes().stream()
                .filter(process -> !process.name().equals(without))
                .collect(Collectors.toMap(RunningProcess::name, RunningProcess::pid));
    }

    private static List<Ask> asks(String prompt, int count) {
        return IntStream.range(0, count)
                .mapToObj(n -> Ask.chat("cloud/few", prompt + " #" + n))
                .toList();
    }

    private static void report(String what, long since) {
        System.out.printf("journey: %s after %d ms%n", what, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since));
    }
}
