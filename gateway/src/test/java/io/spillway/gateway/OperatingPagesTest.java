package io.spillway.gateway;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.spillway.contract.call.ProviderReport;
import io.spillway.contract.wire.Wire;
import io.spillway.contract.wire.WorkerOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

/** How operators steer the cluster at the dashboard, in a real browser. */
@QuarkusTest
@QuarkusTestResource(RealBackbone.class)
class OperatingPagesTest extends InBrowser {
    @AfterEach
    void nothing_stays_set() {
        caller().contentType(ContentType.JSON)
                .body("{\"fallback\": null, \"mode\": null, \"backup\": null}")
                .patch("/ops/settings")
                .then()
                .statusCode(200);
    }

    @Test
    void a_worker_is_drained_and_let_go_on_and_one_that_leaves_is_gone() {
        // Given
        ReportedWorker worker = ReportedWorker.reports(backbone.connections());
        go("workers/" + worker.id());

        // When
        press("Drain");
        confirm("Drain it");

        // Then
        done("worker-cloud-9 takes no more jobs");
        seen(panel(), "draining");
        seen(panel(), "2 calls still running");

        // When
        press("Let it take jobs again");

        // Then
        done("worker-cloud-9 takes jobs again");
        seen(panel(), "● working");

        // When
        worker.leaves();

        // Then
        seen(panel().locator("h2"), "Gone");
    }

    @Test
    void the_settings_of_the_cluster_are_changed_after_a_question() {
        // Given
        go("settings");

        // When
        page.locator("[name=fallback]").selectOption("false");
        page.locator("[name=mode]").selectOption("both");
        page.locator("[name=backup]").selectOption("phone/gemma");
        press("Set");
        seen(page.getByRole(AriaRole.DIALOG), "phone/gemma is behind every route");
        confirm("Set it");

        // Then
        done("fallback is off; jobs without a route go along both");
        caller().get("/ops/settings")
                .then()
                .body("fallback", equalTo(false))
                .body("mode", equalTo("both"))
                .body("backup", equalTo("phone/gemma"));
        go("routes");
        seen(page.getByLabel("default"), "A request now goes to mock/large");
    }

    @Test
    void a_provider_is_checked_by_the_workers_that_call_it() {
        // Given
        ReportedWorker worker = ReportedWorker.reports(backbone.connections());
        go("settings");
        seen(page.locator("main"), "▲ unreachable");

        // When
        page.getByLabel("Check mock", new Page.GetByLabelOptions().setExact(true))
                .click();
        Instant order = Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> backbone.connections().state().get(WorkerOrder.look("mock")), Optional::isPresent)
                .map(text -> Wire.value(text, WorkerOrder.class).at())
                .orElseThrow();
        worker.looked(new ProviderReport("mock", ProviderReport.State.READY, "it lists all 3 models")
                .found(Instant.now(), Optional.of(order)));

        // Then
        done("mock: 1 of 1 worker found it ready");
        seen(page.locator("main"), "● ready");
        worker.leaves();
        assertThat(page.getByLabel("Check phone")).hasCount(0);
    }
}
