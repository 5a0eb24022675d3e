package io.spillway.gateway;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.spillway.gateway.webhook.Sink;
import java.time.Duration;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/** What people do at the dashboard, in a real browser. */
@QuarkusTest
@QuarkusTestResource(RealBackbone.class)
class PagesTest extends InBrowser {
    @Test
    void a_wrong_key_is_told_so_and_signing_out_closes_the_page() {
        // Given
        Page other = open(1280, 800, ColorScheme.DARK);
        other.navigate(root.toString());

        // When
        other.getByLabel("Admin key").fill("sk-spill-not-this-one");
        other.getByRole(AriaRole.BUTTON, named("Sign in")).click();

        // Then
        seen(other.getByRole(AriaRole.ALERT), "This key is not known here.");

        // When
        other.getByLabel("Admin key").fill(RealBackbone.KEY);
        other.getByRole(AriaRole.BUTTON, named("Sign in")).click();

        // Then
        seen(other.locator("h1"), "target");

        // When
        other.getByRole(AriaRole.BUTTON, named("Sign out")).click();

        // Then
        assertThat(other.getByLabel("Admin key")).isVisible();
        other.context().close();
        // The browser itself says that the answers were 401.
        complaints.removeIf(complaint -> complaint.contains("401"));
    }

    @Test
    void overview_begins_with_a_sentence_and_targets_go_out_and_come_back() {
        // Given
        seen(page.locator("h1"), "All 4 targets can be called");
        seen(page.locator("main"), "In the last 15 minutes");
        seen(page.locator("main"), "spent today");

        // When
        go("targets/mock%2Flarge");
        page.getByLabel("because").fill("maintenance");
        press("Take out");
        confirm("Take out");

        // Then
        done("mock/large is out until");
        seen(page.locator(".panel"), "maintenance");
        go("overview");
        seen(page.locator("h1"), "1 of 4 targets is out");
        seen(page.locator("main"), "taken out by hand: maintenance");

        // When
        go("targets/mock%2Flarge");
        press("Clear the exhaustion");

        // Then
        done("mock/large is back");
    }

    @Test
    void a_target_is_tried_limited_and_switched_off() {
        // Given
        go("targets/mock%2Fsmall");

        // When
        press("Test with a real call");

        // Then
        seen(page.getByLabel("Test", new Page.GetByLabelOptions().setExact(true)), "It answered");
        seen(panel(), "for $0.25");
        seen(panel().locator("pre"), "Say OK.");

        // When
        panel().locator("[name=concurrency]").fill("3");
        press("Set");

        // Then
        done("mock/small has these limits now");
        seen(panel(), "3 calls at once");
        press("As in the file");
        seen(panel(), "none configured");

        // When
        go("targets/mock%2Flarge");
        press("Disable");
        confirm("Disable it");

        // Then
        done("mock/large is disabled");
        seen(panel(), "○");
        press("Enable");
        done("mock/large is enabled");

        // When
        exhaust("PT10M");
        press("Clear key 0");

        // Then
        done("Key 0 of mock/large is back");
    }

    @Test
    void what_changes_elsewhere_is_shown_without_asking() {
        // Given
        go("routes");
        seen(page.locator("main"), "A request now goes to mock/large");

        // When
        exhaust("PT10M");

        // Then
        seen(page.getByLabel("nobody"), "waits for the first of these to be back");
        seen(page.getByLabel("both"), "goes to mock/small");
    }

    @Test
    void a_waiting_job_is_moved_and_cancelled_in_the_queue() {
        // Given
        exhaust("PT10M");
        String id = submit("nobody");
        go("queue");
        Locator row = page.locator("tr").filter(new Locator.FilterOptions().setHasText(id.substring(id.length() - 8)));
        seen(row, "exhausted");

        // When
        row.getByLabel("Priority of " + id).selectOption("1");

        // Then
        done("now waits with priority 1");

        // When
        row.getByRole(AriaRole.CHECKBOX).check();
        press("Cancel 1 job");
        press("Cancel them");

        // Then
        done("1 job cancelled");
        caller().get("/ops/jobs/" + id).then().statusCode(200);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> caller().get("/ops/jobs/" + id).path("status").equals("cancelled"));
    }

    @Test
    void a_job_is_found_by_its_id_and_submitted_again() {
        // Given
        String id = submit("default");
        go("overview");

        // When
        page.keyboard().press("/");
        page.getByRole(AriaRole.SEARCHBOX).fill(id);
        page.getByRole(AriaRole.SEARCHBOX).press("Enter");

        // Then
        Locator panel = page.locator(".panel");
        seen(panel, "completed");
        seen(panel, "mock/small");
        seen(panel.locator("pre"), "<b>hello</b>");

        // When
        press("Copy as curl");

        // Then
        done("Copied");
        assertThat((String) page.evaluate("navigator.clipboard.readText()"))
                .contains("curl ", "/ops/jobs/" + id)
                .doesNotContain(RealBackbone.KEY);

        // When
        panel.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Submit again"))
                .click();

        // Then
        done("Submitted again as job_");
        page.waitForURL(Pattern.compile(".*#/jobs/(?!" + id + ")job_.*"));
    }

    @Test
    void a_chat_streams_its_answer_and_says_who_gave_it() {
        // Given
        go("playground?model=default");

        // When
        page.getByLabel("Message").fill("rivers and <i>lakes</i>");
        page.getByLabel("Message").press("Enter");

        // Then
        Locator answer = page.locator(".assistant");
        seen(answer, "rivers and <i>lakes</i>");
        seen(answer, "answered by mock/small");
    }

    @Test
    void a_chat_that_cannot_start_keeps_its_place() {
        // Given
        exhaust("PT30S");
        go("playground?model=nobody");

        // When
        page.getByLabel("Message").fill("later, please");
        page.getByLabel("Message").press("Enter");

        // Then
        seen(page.locator(".assistant"), "it keeps its place");
        press("Stop");
        seen(page.locator(".assistant"), "cancelled");
    }

    @Test
    void a_tenant_gets_a_key_and_loses_it_and_the_audit_knows() {
        // Given
        go("tenants");
        page.getByLabel("Name of the new tenant").fill("A page's tenant");
        press("Add a tenant");
        Locator panel = page.locator(".panel");
        seen(panel.locator("h2"), "A page's tenant");
        String tenant = panel.locator("code").first().textContent();

        // When
        panel.locator("[name=weight]").fill("2.5");
        panel.locator("[name=tokens_per_day]").fill("1000");
        press("Set");

        // Then
        done("has a weight of 2.5");
        seen(panel.locator("dl"), "1000");

        // When
        panel.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Make a key"))
                .click();

        // Then
        seen(panel.locator(".key"), "sk-spill-");

        // When
        panel.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Revoke key_"))
                .click();
        confirm("Revoke it");

        // Then
        seen(panel, "No key.");
        go("audit");
        seen(page.locator("table"), "DELETE /ops/tenants/" + tenant + "/keys/");
        caller().delete("/ops/tenants/" + tenant);

        // When
        submit("default");
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() ->
                        caller().get("/ops/usage?by=tenant,day").path("data.find { it.tenant == 'default' }") != null);
        go("tenants/default");

        // Then
        seen(panel, "Cost by day");
    }

    @Test
    void an_endpoint_is_shown_with_what_it_was_told_and_told_again() {
        try (Sink sink = new Sink(Sink.status(200))) {
            // Given
            String endpoint = caller().contentType(ContentType.JSON)
                    .body("{\"url\":\"" + sink.url() + "\",\"events\":[\"job.completed\"]}")
                    .post("/v1/webhooks")
                    .path("id");
            caller().contentType(ContentType.JSON)
                    .body("{\"prompt\":\"hello\",\"webhook\":{\"endpoint\":\"" + endpoint + "\"}}")
                    .post("/v1/jobs")
                    .then()
                    .statusCode(202);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> "delivered"
                            .equals(caller().get("/v1/webhooks/" + endpoint + "/deliveries")
                                    .<String>path("data[0]?.state")));
            go("webhooks");
            seen(page.locator("table"), sink.url().toString());
            go("webhooks/" + endpoint);

            // When
            press("Send a test");

            // Then
            done("It answered with 200");

            // When
            page.getByLabel(Pattern.compile("Send again .*")).first().click();

            // Then
            done("It is sent again now");
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> sink.received.size() >= 3);
            caller().delete("/v1/webhooks/" + endpoint);
        }
    }

    @Test
    void a_page_that_is_cut_off_says_so_and_comes_back_by_itself() {
        // Given
        Page other = signedIn(1280, 800, ColorScheme.LIGHT);
        other.route("**/ops/events", Route::abort);

        // When
        other.reload();

        // Then
        seen(other.locator(".banner"), "Reconnecting by itself");
        assertThat(other.locator("h1")).containsText("Looking");

        // When
        other.unroute("**/ops/events");

        // Then
        seen(other.locator("h1"), "4 targets");
        assertThat(other.locator(".banner")).hasCount(0);
        other.context().close();
        // The browser itself says that it was cut off.
        complaints.removeIf(complaint -> complaint.contains("ERR_FAILED"));
    }

    @Test
    void pages_are_reached_by_keyboard() {
        // When
        page.keyboard().press("g");
        page.keyboard().press("w");

        // Then
        seen(page.locator("h1"), "Workers");
        page.keyboard().press("g");
        page.keyboard().press("d");
        seen(page.locator("h1"), "Dead letters");
    }
}
