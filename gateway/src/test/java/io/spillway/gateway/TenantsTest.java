package io.spillway.gateway;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.spillway.contract.job.Job;
import io.spillway.contract.job.JobId;
import io.spillway.contract.job.TenantId;
import io.spillway.contract.routing.Residency;
import io.spillway.gateway.access.Caller;
import io.spillway.gateway.access.KeyRing;
import io.spillway.gateway.backbone.Backbone;
import io.spillway.gateway.backbone.BackboneSettings;
import io.spillway.log.LogWriter;
import io.spillway.log.StateTable;
import io.spillway.scheduling.JobView;
import io.spillway.scheduling.Look;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

/** Tenants and their keys, from the record to the job. */
@QuarkusTest
@QuarkusTestResource(RealBackbone.class)
class TenantsTest {
    @Inject
    KeyRing keys;

    @Inject
    Backbone backbone;

    @Inject
    BackboneSettings settings;

    @TestHTTPResource(value = "/", management = true)
    URI management;

    @BeforeEach
    void the_gateway_takes_jobs() {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(keys::hasKeys);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> admin().get("/v1/jobs").statusCode() == 200);
    }

    @Test
    void a_tenant_is_made_changed_and_deleted() {
        // When
        Response made = admin().body("{\"name\":\"Acme\",\"weight\":3,\"region\":\"eu\"}")
                .post("/ops/tenants");
        String id = made.path("id");

        // Then
        made.then()
                .statusCode(201)
                .header("Location", "/ops/tenants/" + id)
                .body("name", equalTo("Acme"))
                .body("weight", equalTo(3.0f))
                .body("region", equalTo("eu"))
                .body("residency", equalTo("preferred"));
        admin().body("{\"weight\":null,\"residency\":\"required\"}")
                .patch("/ops/tenants/" + id)
                .then()
                .statusCode(200)
                .body("name", equalTo("Acme"))
                .body("weight", equalTo(1.0f))
                .body("residency", equalTo("required"));
        admin().get("/ops/tenants/" + id).then().body("residency", equalTo("required"));
        admin().get("/ops/tenants").then().body("data.id", hasItem(id)).body("data.id", hasItem("default"));
        admin().delete("/ops/tenants/" + id).then().statusCode(204);
        admin().get("/ops/tenants/" + id).then().statusCode(404);
        admin().get("/ops/tenants").then().body("data.id", not(hasItem(id)));
        admin().delete("/ops/tenants/default").then().statusCode(409);
    }

    @Test
    void what_is_wrong_with_a_tenant_or_a_key_is_named() {
        String keysOfDefault = "/ops/tenants/default/keys";
        problem(admin().body("{}").post("/ops/tenants"), "name");
        problem(admin().body("{\"name\":\"x\",\"weight\":0}").post("/ops/tenants"), "weight");
        problem(admin().body("{\"name\":\"x\",\"wait\":1}").post("/ops/tenants"), "wait");
        problem(admin().body("{\"name\":\"x\",\"residency\":\"required\"}").post("/ops/tenants"), "residency");
        problem(admin().body("{\"name\":null}").patch("/ops/tenants/default"), "name");
        problem(admin().body("{}").post(keysOfDefault), "scopes");
        problem(admin().body("{\"scopes\":[\"fly\"]}").post(keysOfDefault), "scopes[0]");
        problem(admin().body("{\"scopes\":[\"read\"],\"models\":[\"no/such\"]}").post(keysOfDefault), "models[0]");
        problem(admin().body("{\"scopes\":[\"read\"],\"max_priority\":10}").post(keysOfDefault), "max_priority");
        problem(admin().body("{\"scopes\":[\"read\"],\"expires_at\":5}").post(keysOfDefault), "expires_at");
        admin().body("{\"scopes\":[\"read\"]}")
                .post("/ops/tenants/nobody/keys")
                .then()
                .statusCode(404);
        admin().get("/ops/tenants/NOT-AN-ID").then().statusCode(404);
        admin().delete(keysOfDefault + "/key_0000000000000000").then().statusCode(404);
    }

    @Test
    void a_key_opens_what_its_scopes_say_until_it_is_revoked() throws InterruptedException {
        // Given
        String tenant = tenant("{\"name\":\"Acme\"}");
        Response made = key(tenant, "{\"scopes\":[\"read\"]}");
        String second = key(tenant, "{\"scopes\":[\"read\",\"submit\"]}").path("key");
        String key = made.path("key");
        String id = made.path("id");

        // Then: two live keys, of which one may only look
        made.then().statusCode(201).body("details.scopes", equalTo(List.of("read")));
        with(key).get("/v1/jobs").then().statusCode(200);
        with(key).body("{\"prompt\":\"x\"}").post("/v1/jobs").then().statusCode(403);
        with(key).get("/ops/tenants").then().statusCode(403);
        with(second)
                .body("{\"prompt\":\"x\",\"model\":\"nobody\"}")
                .post("/v1/jobs")
                .then()
                .statusCode(202);
        admin().get("/ops/tenants/" + tenant + "/keys")
                .then()
                .body("data", hasSize(2))
                .body("data[0].id", equalTo(id))
                .body("data[0].last_used_at", notNullValue())
                .body(not(containsString(key)));

        // When
        admin().delete("/ops/tenants/" + tenant + "/keys/" + id).then().statusCode(204);

        // Then: here at once, and in any other process that follows the state
        String unknown =
                with(key + "x").get("/v1/jobs").then().statusCode(401).extract().asString();
        assertThat(with(key).get("/v1/jobs").then().statusCode(401).extract().asString())
                .isEqualTo(unknown);
        with(second).get("/v1/jobs").then().statusCode(200);
        admin().get("/ops/tenants/" + tenant + "/keys").then().body("data", hasSize(1));
        admin().delete("/ops/tenants/" + tenant + "/keys/" + id).then().statusCode(404);
        try (LogWriter log = LogWriter.open(settings.kafka(), Duration.ofSeconds(5));
                StateTable elsewhere = StateTable.follow(settings.kafka(), log)) {
            assertThat(elsewhere.awaitReady(Duration.ofSeconds(60))).isTrue();
            assertThat(elsewhere.get("key/" + id.substring("key_".length())).orElseThrow())
                    .contains("\"revoked_at\":\"");
            assertThat(elsewhere.all("").values()).noneMatch(value -> value.contains(key));
        }
    }

    @Test
    void keys_that_open_nothing_get_one_answer_and_are_counted_by_their_reason() {
        // Given
        String tenant = tenant("{\"name\":\"Acme\"}");
        long soon = Instant.now().getEpochSecond() + 2;
        String expiring = key(tenant, "{\"scopes\":[\"read\"],\"expires_at\":" + soon + "}")
                .path("key");
        String deleted = tenant("{\"name\":\"Gone\"}");
        String orphan = key(deleted, "{\"scopes\":[\"read\"]}").path("key");

        // When
        admin().delete("/ops/tenants/" + deleted).then().statusCode(204);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> with(expiring).get("/v1/jobs").statusCode() == 401);

        // Then
        String one = with("sk-spill-nonsense")
                .get("/v1/jobs")
                .then()
                .statusCode(401)
                .extract()
                .asString();
        assertThat(with(orphan).get("/v1/jobs").then().statusCode(401).extract().asString())
                .isEqualTo(one);
        assertThat(with(expiring).get("/v1/jobs").asString()).isEqualTo(one);
        assertThat(given().get(management.resolve("/q/metrics")).asString())
                .contains("spillway_keys_refused_total{reason=\"expired\"}")
                .contains("spillway_keys_refused_total{reason=\"mistyped\"}")
                .contains("spillway_keys_refused_total{reason=\"revoked\"}");
    }

    @Test
    void a_key_names_only_its_models_and_asks_for_no_more_than_its_priority() {
        // Given
        String tenant = tenant("{\"name\":\"Acme\"}");
        RequestSpecification limited =
                with(key(tenant, "{\"scopes\":[\"read\",\"submit\"],\"models\":[\"nobody\"],\"max_priority\":7}")
                        .path("key"));

        // Then
        problem(limited.body("{\"prompt\":\"x\",\"model\":\"both\"}").post("/v1/jobs"), 403, "model");
        problem(limited.body("{\"prompt\":\"x\"}").post("/v1/jobs"), 403, "model");
        problem(
                limited.body("{\"prompt\":\"x\",\"model\":\"nobody\",\"priority\":4}")
                        .post("/v1/jobs"),
                403,
                "priority");
        String job = limited.body("{\"prompt\":\"x\",\"model\":\"nobody\"}")
                .post("/v1/jobs")
                .path("id");
        assertThat(accepted(job).priority()).isEqualTo(7);
        limited.get("/v1/models").then().body("data.id", equalTo(List.of("nobody")));
        limited.get("/v1/models/both").then().statusCode(404);
        limited.body("{\"model\":\"both\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}")
                .post("/v1/chat/completions")
                .then()
                .statusCode(403)
                .body("error.param", equalTo("model"));
    }

    @Test
    void a_tenants_weight_and_region_reach_its_jobs() {
        // Given
        String tenant = tenant("{\"name\":\"Acme\",\"weight\":2.5}");
        String key = key(tenant, "{\"scopes\":[\"read\",\"submit\"]}").path("key");
        String before = with(key)
                .body("{\"prompt\":\"x\",\"model\":\"nobody\"}")
                .post("/v1/jobs")
                .path("id");

        // When
        admin().body("{\"region\":\"eu\",\"residency\":\"required\"}")
                .patch("/ops/tenants/" + tenant)
                .then()
                .statusCode(200);

        // Then
        assertThat(accepted(before).weight()).isEqualTo(2.5);
        assertThat(accepted(before).tenant()).isEqualTo(new TenantId(tenant));
        assertThat(keys.holder(key).map(Caller::residency)).contains(new Residency.Required("eu"));
        problem(with(key).body("{\"prompt\":\"x\",\"model\":\"nobody\"}").post("/v1/jobs"), 422, "model");
        with(key).post("/v1/jobs/" + before + "/cancel").then().statusCode(200);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() ->
                        "cancelled".equals(with(key).get("/v1/jobs/" + before).path("status")));
        problem(admin().post("/ops/jobs/" + before + "/retry"), "model");
    }

    @Test
    void it_is_described() {
        given().queryParam("format", "json")
                .get("/openapi")
                .then()
                .body("paths.keySet()", hasItem("/ops/tenants"))
                .body("paths.keySet()", hasItem("/ops/tenants/{tenant}/keys/{key}"))
                .body("components.schemas.keySet()", hasItem("KeyRequest"));
    }

    private Job accepted(String job) {
        return backbone.connections().scheduler().views().lookAsOperator(new JobId(job))
                        instanceof Look.Found(JobView view)
                ? view.job()
                : fail("not found: " + job);
    }

    private static String tenant(String body) {
        return admin().body(body)
                .post("/ops/tenants")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private static Response key(String tenant, String body) {
        return admin().body(body).post("/ops/tenants/" + tenant + "/keys");
    }

    private static RequestSpecification admin() {
        return with(RealBackbone.KEY);
    }

    private static RequestSpecification with(String key) {
        return given().header("Authorization", "Bearer " + key).contentType(ContentType.JSON);
    }

    private static ValidatableResponse problem(Response answer, String field) {
        return problem(answer, 422, field);
    }

    private static ValidatableResponse problem(Response answer, int status, String field) {
        return answer.then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("errors.field", hasItem(field));
    }
}
