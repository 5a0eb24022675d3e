package io.spillway.journey;

import io.restassured.response.Response;
import io.spillway.journey.language.Ask;
import io.spillway.journey.language.Cluster;
import io.spillway.journey.language.Front;
import io.spillway.journey.language.Hook;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A job's end is told, whoever dies between the end and the telling. */
@Order(10)
class WebhooksIT {
    private static final Duration LONG = Duration.ofSeconds(90);

    private final Cluster cluster = Cluster.rough();
    private final Front front = cluster.front();

    @AfterEach
    void whole() {
        cluster.run().awaitReady();
    }

    @Test
    void anEndIsToldByTheGatewayThatIsStartedAgain() {
        try (Hook hook = new Hook(n -> n == 1 ? 500 : 200)) {
            // Given: the job has ended, its endpoint would not listen, and that is known
            String endpoint = hook.register(front);
            String job = front.accepted(Ask.chat("cloud/plain", "to be told of").webhook(endpoint));
            await("the first attempt is noted", () -> attempts(endpoint, job) == 1);
            // When
            cluster.run().process("gateway").kill();
            await("the message comes again", () -> hook.ids().size() == 2);
            // Then
            assertThat(hook.ids()).containsOnly(delivery(job));
            await("it is known to be delivered", () -> state(endpoint, job).equals("delivered"));
            assertThat(front.look(job).status()).isEqualTo("completed");
        }
    }

    @Test
    @Tag("long")
    void aGatewayThatDiesWhileItTellsAndARedisThatForgetsCostNoMessage() {
        try (Hook hook = new Hook(n -> {
            if (n == 1) {
                cluster.run().process("gateway").kill();
                return 0;
            }
            return 200;
        })) {
            // When: it is killed by the message's arrival, before any answer
            String endpoint = hook.register(front);
            String job = front.accepted(
                    Ask.chat("cloud/plain", "to be told of twice").webhook(endpoint));
            await("the message comes again", () -> hook.ids().size() == 2);
            await("it is known to be delivered", () -> state(endpoint, job).equals("delivered"));
            cluster.flushRedis();
            String next = Awaitility.await("the door opens again")
                    .atMost(LONG)
                    .ignoreExceptions()
                    .until(
                            () -> accepted(
                                    Ask.chat("cloud/plain", "after the loss").webhook(endpoint)),
                            id -> !id.isEmpty());
            await("the next message comes", () -> hook.ids().contains(delivery(next)));
            // Then: what was delivered is known to be, and not sent again
            await("the log was read again", () -> state(endpoint, job).equals("delivered"));
            assertThat(Collections.frequency(hook.ids(), delivery(job))).isEqualTo(2);
        }
    }

    private String accepted(Ask ask) {
        Response answer = front.submit(ask);
        return answer.statusCode() == 202 ? answer.path("id") : "";
    }

    private int attempts(String endpoint, String job) {
        List<Object> attempts = deliveries(endpoint, job, "attempts.flatten()");
        return attempts.size();
    }

    private String state(String endpoint, String job) {
        List<String> states = deliveries(endpoint, job, "state");
        return states.isEmpty() ? "unknown" : states.getFirst();
    }

    /** What the gateway says of a job's delivery; nothing while it is away. */
    private <T> List<T> deliveries(String endpoint, String job, String field) {
        return front.asking()
                .get("/v1/webhooks/{id}/deliveries", endpoint)
                .jsonPath()
                .getList("data.findAll { it.job == '" + job + "' }." + field);
    }

    private static String delivery(String job) {
        return "msg_" + job.substring("job_".length()) + "_completed";
    }

    private static void await(String what, Callable<Boolean> so) {
        Awaitility.await(what)
                .atMost(LONG)
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptions()
                .until(so);
    }
}
