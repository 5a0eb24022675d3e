package io.spillway.gateway;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import io.spillway.gateway.access.KeyRing;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

/** What operators do is written down: who, what, on what, from what to what. */
@QuarkusTest
@QuarkusTestResource(RealBackbone.class)
class AuditTest {
    @Inject
    KeyRing keys;

    @BeforeEach
    void the_gateway_is_open() {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(keys::hasKeys);
    }

    @Test
    void every_change_is_written_down_with_what_was_and_what_is() {
        // Given
        String tenant =
                admin().body("{\"name\":\"Before\"}").post("/ops/tenants").path("id");

        // When
        String key = admin().body("{\"scopes\":[\"read\"]}")
                .post("/ops/tenants/" + tenant + "/keys")
                .path("key");
        admin().body("{\"name\":\"After\",\"quota\":{\"requests_per_day\":5}}").patch("/ops/tenants/" + tenant);
        admin().body("{\"name\":7}").patch("/ops/tenants/" + tenant).then().statusCode(422);
        admin().delete("/ops/tenants/" + tenant).then().statusCode(204);

        // Then
        List<Map<String, Object>> entries = admin().get("/ops/audit?limit=100")
                .jsonPath()
                .getList("data.findAll { it.path.startsWith('/ops/tenants/" + tenant + "') }");
        assertThat(entries).extracting(entry -> entry.get("method")).containsExactly("DELETE", "PATCH", "POST", "POST");
        assertThat(entries.get(1))
                .extracting("from.name", "to.name", "to.quota.requests_per_day")
                .isEqualTo(List.of("Before", "After", 5));
        assertThat(entries)
                .allSatisfy(entry -> assertThat(entry.get("key").toString()).startsWith("key_"));
        assertThat(admin().get("/ops/audit?limit=100").asString())
                .doesNotContain(key)
                .doesNotContain(RealBackbone.KEY);
    }

    @Test
    void it_is_read_in_pages() {
        // Given
        admin().body("{\"name\":\"one\"}").post("/ops/tenants");
        admin().body("{\"name\":\"two\"}").post("/ops/tenants");

        // When
        String first = admin().get("/ops/audit?limit=1")
                .then()
                .statusCode(200)
                .body("data", hasSize(1))
                .body("has_more", equalTo(true))
                .body("last_id", notNullValue())
                .extract()
                .path("last_id");

        // Then
        admin().get("/ops/audit?limit=1&after=" + first).then().body("data.id", not(hasItem(first)));
        admin().get("/ops/audit?limit=0").then().statusCode(400).body("errors.field", hasItem("limit"));
    }

    private static RequestSpecification admin() {
        return given().header("Authorization", "Bearer " + RealBackbone.KEY).contentType(ContentType.JSON);
    }
}
