package io.spillway.journey;

import io.restassured.http.ContentType;
import io.spillway.journey.language.Cluster;
import io.spillway.journey.language.Front;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** How long it takes to refuse keys that open nothing, for one reason or another. */
@Order(1)
class RefusedKeysIT {
    private static final int TRIES = 10_000;
    private static final int WARM = 500;
    /** Of the median of all; what the reasons differ by is far below what requests differ by anyway. */
    private static final double NOISE = 0.15;

    private final Cluster cluster = Cluster.calm();
    private final Front front = cluster.front();
    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    @Tag("long")
    void nobody_learns_from_the_time_why_a_key_is_refused() throws Exception {
        // Given
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("revoked", revoked());
        keys.put("of a deleted tenant", orphaned());
        // A letter changed is mistyped; the checksum tells, but only us.
        keys.put("mistyped", front.key().substring(0, front.key().length() - 1) + "#");
        keys.put("unknown", "sk-spill-" + "A".repeat(50));
        Map<String, List<Long>> times = new LinkedHashMap<>();
        // When: in turn, so that whatever else the machine does falls on all alike
        for (int i = -WARM; i < TRIES; i++) {
            for (Map.Entry<String, String> each : keys.entrySet()) {
                long took = refused(each.getValue());
                if (i >= 0) {
                    times.computeIfAbsent(each.getKey(), _ -> new ArrayList<>()).add(took);
                }
            }
        }
        // Then
        times.values().forEach(Collections::sort);
        times.forEach((why, took) -> System.out.printf(
                "journey: refusing a key that is %s: median %d us, p99 %d us over %d tries%n",
                why, at(took, 0.5), at(took, 0.99), took.size()));
        List<Long> medians =
                times.values().stream().map(took -> at(took, 0.5)).sorted().toList();
        assertThat((double) medians.getLast() - medians.getFirst()).isLessThan(NOISE * medians.getFirst());
    }

    private static long at(List<Long> sorted, double part) {
        return sorted.get((int) (sorted.size() * part)) / 1_000;
    }

    private long refused(String key) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(front.url() + "/v1/models"))
                .header("Authorization", "Bearer " + key)
                .build();
        long began = System.nanoTime();
        int status =
                client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        long took = System.nanoTime() - began;
        assertThat(status).isEqualTo(401);
        return took;
    }

    private String revoked() {
        Map<String, String> key = key("default");
        front.asking()
                .delete("/ops/tenants/default/keys/" + key.get("id"))
                .then()
                .statusCode(204);
        return key.get("key");
    }

    private String orphaned() {
        String tenant = front.asking()
                .contentType(ContentType.JSON)
                .body("{\"name\":\"x\"}")
                .post("/ops/tenants")
                .path("id");
        String key = key(tenant).get("key");
        front.asking().delete("/ops/tenants/" + tenant).then().statusCode(204);
        return key;
    }

    private Map<String, String> key(String tenant) {
        return front.asking()
                .contentType(ContentType.JSON)
                .body("{\"scopes\":[\"read\"]}")
                .post("/ops/tenants/" + tenant + "/keys")
                .jsonPath()
                .getMap("findAll { it.key != 'details' }");
    }
}
