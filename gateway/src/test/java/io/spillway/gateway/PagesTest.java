package io.spillway.gateway;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import io.spillway.contract.routing.TargetName;
import io.spillway.gateway.access.KeyRing;
import io.spillway.gateway.backbone.Backbone;
import io.spillway.gateway.backbone.BackboneSettings;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

/** What people do at the dashboard, in a real browser. */
@QuarkusTest
@QuarkusTestResource(RealBackbone.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PagesTest {
    private static final double PATIENCE_MS = 60_000;
    private static final TargetName LARGE = new TargetName("mock/large");

    @Inject
    Backbone backbone;

    @Inject
    BackboneSettings settings;

    @Inject
    KeyRing keys;

    @TestHTTPResource("/")
    URI root;

    private StandInWorker worker;
    private Chromium chromium;
    private Page page;
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    @BeforeAll
    void a_browser_and_a_worker() {
        Optional<Path> executable = Chromium.executable();
        if (executable.isEmpty()) {
            System.err.println("SKIPPED: no Chromium on this machine, so the dashboard was NOT tested in a browser."
                    + " Install the package chromium, or name one in SPILLWAY_CHROMIUM.");
        }
        Assumptions.assumeTrue(executable.isPresent(), "no Chromium on this machine");
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> keys.hasKeys());
        worker = new StandInWorker(backbone.connections(), settings.kafka(), settings.redis());
        chromium = Chromium.start(executable.get());
    }

    @AfterAll
    void they_leave() {
        if (worker != null) {
            chromium.close();
            worker.close();
        }
    }

    @BeforeEach
    void somebody_signs_in() {
        page = open(1280, 800, ColorScheme.LIGHT);
        signIn(page);
    }

    @AfterEach
    void the_page_is_closed() {
        page.context().close();
        caller().delete("/ops/targets/mock/large/exhaustion");
        assertThat(complaints).as("what the browser complained about").isEmpty();
    }

    @Test
    void a_wrong_key_is_told_so() {
        // Given
        Page other = open(1280, 800, ColorScheme.DARK);
        other.navigate(root.toString());

        // When
        other.getByLabel("Admin key").fill("sk-spill-not-this-one");
        other.getByRole(AriaRole.BUTTON, named("Sign in")).click();

        // Then
        seen(other.getByRole(AriaRole.ALERT), "This key is not known here.");
        other.context().close();
        // The browser itself says that the answer was 401.
        complaints.removeIf(complaint -> complaint.contains("401"));
    }

    @Test
    void overview_begins_with_a_sentence_and_targets_go_out_and_come_back() {
        // Given
        seen(page.locator("h1"), "All 4 targets can be called");

        // When
        go("targets/mock%2Flarge");
        page.getByLabel("because").fill("maintenance");
        page.getByRole(AriaRole.BUTTON, named("Take out")).click();
        page.getByRole(AriaRole.DIALOG)
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Take out"))
                .click();

        // Then
        seen(page.getByRole(AriaRole.STATUS), "mock/large is out until");
        seen(page.locator(".panel"), "maintenance");
        go("overview");
        seen(page.locator("h1"), "1 of 4 targets is out");
        seen(page.locator("main"), "taken out by hand: maintenance");

        // When
        go("targets/mock%2Flarge");
        page.getByRole(AriaRole.BUTTON, named("Clear the exhaustion")).click();

        // Then
        seen(page.getByRole(AriaRole.STATUS), "mock/large is back");
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
        seen(page.getByRole(AriaRole.STATUS), "now waits with priority 1");

        // When
        row.getByRole(AriaRole.CHECKBOX).check();
        page.getByRole(AriaRole.BUTTON, named("Cancel 1 job")).click();
        page.getByRole(AriaRole.BUTTON, named("Cancel them")).click();

        // Then
        seen(page.getByRole(AriaRole.STATUS), "1 job cancelled");
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
        panel.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Submit again"))
                .click();

        // Then
        seen(page.getByRole(AriaRole.STATUS), "Submitted again as job_");
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
        page.getByRole(AriaRole.BUTTON, named("Stop")).click();
        seen(page.locator(".assistant"), "cancelled");
    }

    @Test
    void a_tenant_gets_a_key_and_loses_it_and_the_audit_knows() {
        // Given
        go("tenants");
        page.getByLabel("Name of the new tenant").fill("A page's tenant");
        page.getByRole(AriaRole.BUTTON, named("Add a tenant")).click();
        Locator panel = page.locator(".panel");
        seen(panel.locator("h2"), "A page's tenant");
        String tenant = panel.locator("code").first().textContent();

        // When
        panel.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Make a key"))
                .click();

        // Then
        seen(panel.locator(".key"), "sk-spill-");

        // When
        panel.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Revoke key_"))
                .click();
        page.getByRole(AriaRole.DIALOG)
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Revoke it"))
                .click();

        // Then
        seen(panel, "No key.");
        go("audit");
        seen(page.locator("table"), "DELETE /ops/tenants/" + tenant + "/keys/");
        caller().delete("/ops/tenants/" + tenant);
    }

    @Test
    void an_endpoint_is_shown_with_what_it_was_told() {
        // Given
        String endpoint = caller().contentType(ContentType.JSON)
                .body("{\"url\":\"https://192.0.43.7/page\",\"events\":[\"job.failed\"]}")
                .post("/v1/webhooks")
                .path("id");
        go("webhooks");
        seen(page.locator("table"), "https://192.0.43.7/page");

        // When
        go("webhooks/" + endpoint);

        // Then
        seen(page.locator(".panel"), "Nothing yet.");
        caller().delete("/v1/webhooks/" + endpoint);
    }

    @Test
    void pages_are_reached_by_keyboard_and_signing_out_closes_them() {
        // When
        page.keyboard().press("g");
        page.keyboard().press("w");

        // Then
        seen(page.locator("h1"), "Workers");
        page.keyboard().press("g");
        page.keyboard().press("d");
        seen(page.locator("h1"), "Dead letters");

        // When
        page.getByRole(AriaRole.BUTTON, named("Sign out")).click();

        // Then
        assertThat(page.getByLabel("Admin key"))
                .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE_MS));
    }

    @ParameterizedTest
    @CsvSource({
        "overview, LIGHT",
        "overview, DARK",
        "targets/mock%2Flarge, LIGHT",
        "targets/mock%2Flarge, DARK",
        "routes, LIGHT",
        "queue, DARK",
        "jobs, LIGHT",
        "workers, LIGHT",
        "letters, LIGHT",
        "playground, DARK",
        "tenants, DARK",
        "webhooks, LIGHT",
        "audit, LIGHT"
    })
    void nothing_keeps_people_out(String where, ColorScheme scheme) {
        // Given
        exhaust("PT10M");
        submit("default");
        Page small = open(360, 740, scheme);
        signIn(small);
        small.navigate(root + "#/" + where);
        seen(small.locator("nav [aria-current=page]"), "");
        assertThat(small.locator(".empty", new Page.LocatorOptions().setHasText("Loading")))
                .hasCount(0);

        // When
        List<Rule> found = new AxeBuilder(small).analyze().getViolations();
        Object wider = small.evaluate("document.documentElement.scrollWidth - innerWidth");

        // Then
        assertThat(found.stream()
                        .filter(rule -> List.of("serious", "critical").contains(rule.getImpact()))
                        .map(rule ->
                                rule.getId() + " " + rule.getNodes().getFirst().getHtml()))
                .isEmpty();
        assertThat(((Number) wider).intValue()).as("pixels to scroll sideways").isLessThanOrEqualTo(0);
        small.context().close();
    }

    private Page open(int width, int height, ColorScheme scheme) {
        Page opened = chromium.page(width, height, scheme);
        opened.onConsoleMessage(message -> {
            if (message.type().equals("error") && !message.text().contains("/session")) {
                complaints.add(message.text() + " " + message.location());
            }
        });
        opened.onPageError(complaints::add);
        return opened;
    }

    private void signIn(Page where) {
        where.navigate(root.toString());
        where.getByLabel("Admin key").fill(RealBackbone.KEY);
        where.getByRole(AriaRole.BUTTON, named("Sign in")).click();
        seen(where.locator("h1"), "target");
        // The first look at /session was answered with 401, of which the browser speaks by itself.
        complaints.removeIf(complaint -> complaint.contains("401"));
    }

    private void go(String where) {
        page.navigate(root + "#/" + where);
    }

    private static void seen(Locator where, String text) {
        assertThat(where.first())
                .containsText(text, new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE_MS));
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }

    private static void exhaust(String time) {
        caller().contentType(ContentType.JSON)
                .body("{\"for\":\"" + time + "\",\"kind\":\"rate_limited\",\"why\":\"429 from the provider\"}")
                .post("/ops/targets/" + LARGE + "/exhaustion")
                .then()
                .statusCode(200);
    }

    private static String submit(String model) {
        return caller().contentType(ContentType.JSON)
                .body("{\"model\":\"" + model + "\",\"prompt\":\"<b>hello</b>\"}")
                .post("/v1/jobs")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
    }

    private static RequestSpecification caller() {
        return given().header("Authorization", "Bearer " + RealBackbone.KEY);
    }
}
