package io.spillway.gateway;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.spillway.contract.call.ProviderReport;
import io.spillway.contract.job.Job;
import io.spillway.contract.outcome.JobError;
import io.spillway.contract.wire.DeadLetter;
import io.spillway.contract.wire.Wire;
import io.spillway.contract.wire.WorkerOrder;
import io.spillway.testing.JobBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

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

        seen(panel(), "12.0 GB of 100.0 GB taken");

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
    void jobs_that_failed_alike_are_submitted_again_after_a_preview() {
        // Given
        String batch = UUID.randomUUID().toString();
        fail(batch);
        fail(batch);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> caller().queryParam("metadata[batch]", batch)
                        .get("/ops/jobs?status=failed")
                        .path("data.size()")
                        .equals(2));
        go("jobs");

        // When
        page.getByRole(AriaRole.SEARCHBOX).fill("metadata[batch]=" + batch);
        page.locator("[name=created_after]").fill("2020-01-01T00:00");
        page.getByRole(AriaRole.SEARCHBOX).press("Enter");
        page.waitForURL(Pattern.compile(".*created_after=1577.*"));
        page.getByLabel("Submit again all with all_targets_failed").click();

        // Then
        seen(page.getByRole(AriaRole.DIALOG), "Submit 2 jobs again");
        confirm("Submit them again");
        done("2 jobs submitted again");
    }

    @Test
    void dead_letters_are_replayed_one_and_many() {
        // Given
        List<String> letters = List.of(givenUp(), givenUp(), givenUp());
        go("letters/" + letters.getFirst());

        // When
        press("Replay");

        // Then
        done("Submitted again");
        seen(panel(), "Replayed as");

        // When
        letters.subList(1, 3).forEach(id -> page.getByLabel("Choose " + id).check());
        press("Replay 2 letters");
        confirm("Replay them");

        // Then
        done("2 letters replayed");
        letters.forEach(id -> caller().get("/ops/dead-letters/" + id).then().body("replayed_as", startsWith("job_")));
    }

    @Test
    void chosen_jobs_are_moved_together() {
        // Given
        exhaust("PT10M");
        List<String> jobs = List.of(submit("nobody"), submit("nobody"));
        go("queue");
        jobs.forEach(id -> page.getByLabel("Choose " + id).check());

        // When
        page.getByLabel("Priority of those chosen").selectOption("2");
        confirm("Move them");

        // Then
        done("2 jobs now wait with priority 2");
        jobs.forEach(id -> caller().post("/ops/jobs/" + id + "/cancel"));
    }

    private static void fail(String batch) {
        caller().contentType(ContentType.JSON)
                .body("{\"model\":\"default\",\"prompt\":\"" + StandInWorker.FAILS + "\",\"metadata\":{\"batch\":\""
                        + batch + "\"}}")
                .post("/v1/jobs")
                .then()
                .statusCode(202);
    }

    private String givenUp() {
        Job job = JobBuilder.aJob().targets("mock/small").build();
        String id = job.id().value();
        backbone.connections()
                .log()
                .append(new DeadLetter.OfJob(
                        job, List.of(), Optional.empty(), new JobError("engine_crashed", "signal 6"), Instant.now()));
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> caller().get("/ops/dead-letters/" + id).statusCode() == 200);
        return id;
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
