package io.spillway.journey;

import io.restassured.http.ContentType;
import io.spillway.journey.language.Ask;
import io.spillway.journey.language.Cluster;
import io.spillway.journey.language.Front;
import io.spillway.journey.language.Load;
import io.spillway.testing.provider.Reply;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

/** The ledger of usage beside the bill that the provider would write. */
@Order(10)
class LedgerIT {
    private static final int JOBS = 30;
    private static final int WORDS = 3;

    private final Cluster cluster = Cluster.rough();
    private final Front front = cluster.front();

    @AfterEach
    void whole() {
        cluster.run().awaitReady();
    }

    @Test
    void the_ledger_is_the_providers_bill_though_a_gateway_is_killed() {
        // Given
        cluster.models().always("slow", Reply.text("one two three").after(Duration.ofMillis(300)));
        String tenant = operator("{\"name\":\"Ledger\"}", "/ops/tenants", "id");
        String key = operator("{\"scopes\":[\"submit\",\"read\"]}", "/ops/tenants/" + tenant + "/keys", "key");
        Front client = new Front(front.url(), key);
        List<String> jobs = Load.accepted(Load.of(client, 10)
                .send(IntStream.range(0, JOBS)
                        .mapToObj(n -> Ask.chat("cloud/slow", "for the ledger #" + n))
                        .toList()));
        // When
        cluster.run().process("gateway").kill();
        jobs.forEach(client::ended);
        // Then
        long calls = cluster.models().provider().journal().calls().stream()
                .filter(visit -> visit.request().prompt().startsWith("for the ledger #"))
                .count();
        assertThat(calls).isEqualTo(JOBS);
        String row = "data.find { it.tenant == '" + tenant + "' }.";
        Awaitility.await("the ledger has come so far")
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> front.asking()
                        .get("/ops/usage")
                        .then()
                        .statusCode(200)
                        .body(row + "calls", equalTo(JOBS))
                        .body(row + "completed", equalTo(JOBS))
                        .body(row + "output_tokens", equalTo(WORDS * JOBS)));
        front.asking().get("/ops/usage/check").then().statusCode(200).body("differences", empty());
    }

    private String operator(String body, String path, String wanted) {
        return front.asking()
                .contentType(ContentType.JSON)
                .body(body)
                .post(path)
                .path(wanted);
    }
}
