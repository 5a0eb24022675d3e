package io.spillway.gateway;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.RequestOptions;
import io.quarkus.test.common.http.TestHTTPResource;
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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * One browser, one session and one page for all tests of a class: a page is gone to by its address, as people do, and
 * loaded once. Whatever the browser complains about fails the test it is seen in.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class InBrowser {
    static final double PATIENCE_MS = 60_000;
    static final TargetName LARGE = new TargetName("mock/large");

    @Inject
    Backbone backbone;

    @Inject
    BackboneSettings settings;

    @Inject
    KeyRing keys;

    @TestHTTPResource("/")
    URI root;

    final List<String> complaints = new CopyOnWriteArrayList<>();
    Page page;
    private Chromium chromium;
    private StandInWorker worker;

    @BeforeAll
    void a_browser_and_a_worker() {
        Optional<Path> executable = Chromium.executable();
        if (executable.isEmpty()) {
            System.err.println("SKIPPED: no Chromium on this machine, so the dashboard was NOT tested in a browser."
                    + " Install the package chromium, or name one in SPILLWAY_CHROMIUM.");
        }
        Assumptions.assumeTrue(executable.isPresent(), "no Chromium on this machine");
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> keys.hasKeys());
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
        worker = new StandInWorker(backbone.connections(), settings.kafka(), settings.redis());
        chromium = Chromium.start(executable.get());
        page = signedIn(1280, 800, ColorScheme.LIGHT);
    }

    @AfterAll
    void they_leave() {
        if (worker != null) {
            worker.close();
        }
        if (chromium != null) {
            chromium.close();
        }
    }

    @BeforeEach
    void nothing_is_left_of_the_test_before() {
        complaints.clear();
        if (page.locator("dialog").count() > 0) {
            page.reload();
        }
        go("overview");
    }

    @AfterEach
    void nobody_complained() {
        caller().delete("/ops/targets/mock/large/exhaustion");
        assertThat(complaints).as("what the browser complained about").isEmpty();
    }

    /** A page of a browser that has seen nothing yet. */
    Page open(int width, int height, ColorScheme scheme) {
        return heard(chromium.context(width, height, scheme).newPage());
    }

    /** A page of somebody who has a session, at the overview. */
    Page signedIn(int width, int height, ColorScheme scheme) {
        BrowserContext context = chromium.context(width, height, scheme);
        context.request()
                .post(
                        root.resolve("/session").toString(),
                        RequestOptions.create().setData(Map.of("key", RealBackbone.KEY)));
        Page opened = heard(context.newPage());
        opened.navigate(root.toString());
        seen(opened.locator("h1"), "target");
        return opened;
    }

    private Page heard(Page opened) {
        opened.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text() + " " + message.location());
            }
        });
        opened.onPageError(complaints::add);
        return opened;
    }

    void go(String where) {
        page.navigate(root + "#/" + where);
    }

    Locator panel() {
        return page.locator(".panel");
    }

    /** What the page says it has done. */
    void done(String text) {
        seen(page.locator("p.said[role=status]"), text);
    }

    void press(String button) {
        page.getByRole(AriaRole.BUTTON, named(button)).click();
    }

    /** Presses a button of the dialog that asks. */
    void confirm(String button) {
        page.getByRole(AriaRole.DIALOG)
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(button))
                .click();
    }

    static void seen(Locator where, String text) {
        assertThat(where.first()).containsText(text);
    }

    static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }

    static void exhaust(String time) {
        caller().contentType(ContentType.JSON)
                .body("{\"for\":\"" + time + "\",\"kind\":\"rate_limited\",\"why\":\"429 from the provider\"}")
                .post("/ops/targets/" + LARGE + "/exhaustion")
                .then()
                .statusCode(200);
    }

    static String submit(String model) {
        return caller().contentType(ContentType.JSON)
                .body("{\"model\":\"" + model + "\",\"prompt\":\"<b>hello</b>\"}")
                .post("/v1/jobs")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
    }

    static RequestSpecification caller() {
        return given().header("Authorization", "Bearer " + RealBackbone.KEY);
    }
}
