package io.spillway.gateway;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import io.spillway.gateway.access.KeyRing;
import io.spillway.gateway.backbone.Backbone;
import jakarta.inject.Inject;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

@QuarkusTest
@QuarkusTestResource(RealBackbone.class)
class WorkersTest {
    @Inject
    KeyRing keys;

    @Inject
    Backbone backbone;

    private ReportedWorker worker;

    @BeforeEach
    void a_worker_has_reported() {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> keys.hasKeys());
        worker = ReportedWorker.reports(backbone.connections());
    }

    @AfterEach
    void it_leaves() {
        worker.leaves();
    }

    @Test
    void a_worker_is_drained_until_that_is_undone() {
        // When
        caller().post("/ops/workers/" + worker.id() + "/drain")
                .then()
                .statusCode(200)
                .body("draining", equalTo(true))
                .body("drained_by_hand", equalTo(true));

        // Then
        caller().get("/ops/workers").then().body(own("draining"), equalTo(true));
        caller().get("/ops/audit?limit=1")
                .then()
                .body("data[0].path", containsString(worker.id()))
                .body("data[0].from.drained_by_hand", equalTo(false))
                .body("data[0].to.drained_by_hand", equalTo(true));

        // When
        caller().delete("/ops/workers/" + worker.id() + "/drain").then().statusCode(200);

        // Then
        caller().get("/ops/workers").then().body(own("draining"), equalTo(false));
    }

    @Test
    void a_worker_that_is_not_there_cannot_be_drained() {
        // When
        worker.leaves();

        // Then
        caller().post("/ops/workers/" + worker.id() + "/drain").then().statusCode(404);
        caller().get("/ops/workers").then().body(own("id"), nullValue());
    }

    private String own(String field) {
        return "data.find { it.id == '" + worker.id() + "' }?." + field;
    }

    private static RequestSpecification caller() {
        return given().header("Authorization", "Bearer " + RealBackbone.KEY).contentType(ContentType.JSON);
    }
}
