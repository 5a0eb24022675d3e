package io.spillway.gateway;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import io.spillway.gateway.access.KeyRing;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

/** How long it takes to say no; the figures are printed, and stand in docs/benchmarks.md. */
@Tag("long")
@QuarkusTest
@QuarkusTestResource(RealBackbone.class)
class RefusalPaceTest {
    private static final int TRIES = 10_000;
    private static final int ROUNDS = 100;
    private static final int WARM = 500;
    /** Of the median; what the reasons differ by is far below what requests differ by anyway. */
    private static final double NOISE = 0.15;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Inject
    KeyRing keys;

    @BeforeEach
    void the_gateway_takes_jobs() {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(keys::hasKeys);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> with(RealBackbone.KEY).get("/v1/jobs").statusCode() == 200);
    }

    @AfterEach
    void the_client_leaves() {
        client.shutdownNow();
    }

    @Test
    void nobody_learns_from_the_time_why_a_key_is_refused() throws Exception {
        // Given
        Map<String, HttpRequest> requests = new LinkedHashMap<>();
        requests.put("revoked", models(revoked()));
        requests.put("of a deleted tenant", models(orphaned()));
        // A letter changed is mistyped; the checksum tells, but only us.
        requests.put("mistyped", models(unknown(made("default").get("key"))));
        requests.put("unknown", models("sk-spill-" + "A".repeat(50)));

        // When
        Map<String, List<Long>> times = took(requests, TRIES);

        // Then
        times.forEach((why, took) -> print("a key that is " + why, took));
        List<Long> medians =
                times.values().stream().map(took -> at(took, 0.5)).sorted().toList();
        assertThat((double) medians.getLast() - medians.getFirst()).isLessThan(NOISE * medians.getFirst());
    }

    @Test
    void a_hostile_body_is_refused_at_once() throws Exception {
        // Given
        Map<String, HttpRequest> requests = new LinkedHashMap<>();
        HostileBodies.malformed().forEach((name, body) -> {
            requests.put(name, job("/v1/jobs", body));
            requests.put(name + ", as OpenAI", job("/v1/chat/completions", body));
        });

        // When
        Map<String, List<Long>> times = took(requests, ROUNDS);

        // Then
        List<Long> all = new ArrayList<>();
        times.values().forEach(all::addAll);
        Collections.sort(all);
        print("a hostile body of up to 100 kB", all);
        assertThat(all).hasSize(ROUNDS * requests.size());
    }

    /** In turn, so that whatever else the machine does falls on all alike; sorted, in µs. */
    private Map<String, List<Long>> took(Map<String, HttpRequest> requests, int tries)
            throws IOException, InterruptedException {
        Map<String, List<Long>> times = new LinkedHashMap<>();
        for (int i = -Math.min(WARM, tries / 2); i < tries; i++) {
            for (Map.Entry<String, HttpRequest> each : requests.entrySet()) {
                long began = System.nanoTime();
                int status = client.send(each.getValue(), HttpResponse.BodyHandlers.discarding())
                        .statusCode();
                long took = (System.nanoTime() - began) / 1_000;
                assertThat(status).isIn(400, 401);
                if (i >= 0) {
                    times.computeIfAbsent(each.getKey(), _ -> new ArrayList<>()).add(took);
                }
            }
        }
        times.values().forEach(Collections::sort);
        return times;
    }

    private static void print(String what, List<Long> sorted) {
        System.out.printf(
                "refusing %s: median %d us, p99 %d us, slowest %d us over %d tries%n",
                what, at(sorted, 0.5), at(sorted, 0.99), sorted.getLast(), sorted.size());
    }

    private static long at(List<Long> sorted, double part) {
        return sorted.get((int) (sorted.size() * part));
    }

    private static HttpRequest models(String key) {
        return request("/v1/models", key).build();
    }

    private static HttpRequest job(String path, byte[] body) {
        return request(path, RealBackbone.KEY)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
    }

    private static HttpRequest.Builder request(String path, String key) {
        return HttpRequest.newBuilder(URI.create(RestAssured.baseURI + ":" + RestAssured.port + path))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + key);
    }

    private static String unknown(String key) {
        return key.substring(0, key.length() - 1) + "#";
    }

    private static String revoked() {
        Map<String, String> key = made("default");
        with(RealBackbone.KEY)
                .delete("/ops/tenants/default/keys/" + key.get("id"))
                .then()
                .statusCode(204);
        return key.get("key");
    }

    private static String orphaned() {
        String tenant = with(RealBackbone.KEY)
                .body("{\"name\":\"x\"}")
                .post("/ops/tenants")
                .path("id");
        String key = made(tenant).get("key");
        with(RealBackbone.KEY).delete("/ops/tenants/" + tenant).then().statusCode(204);
        return key;
    }

    private static Map<String, String> made(String tenant) {
        return with(RealBackbone.KEY)
                .body("{\"scopes\":[\"read\"]}")
                .post("/ops/tenants/" + tenant + "/keys")
                .jsonPath()
                .getMap("findAll { it.key != 'details' }");
    }

    private static RequestSpecification with(String key) {
        return given().header("Authorization", "Bearer " + key).contentType(ContentType.JSON);
    }
}
