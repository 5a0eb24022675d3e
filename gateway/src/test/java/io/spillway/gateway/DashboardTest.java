package io.spillway.gateway;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.http.Cookie;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.spillway.gateway.access.KeyRing;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.Iterator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

@QuarkusTest
@QuarkusTestResource(RealBackbone.class)
class DashboardTest {
    private static final Pattern IMPORT_MAP =
            Pattern.compile("<script type=\"importmap\">(.*?)</script>", Pattern.DOTALL);

    @Inject
    KeyRing keys;

    @TestHTTPResource("/")
    URI root;

    @BeforeEach
    void the_gateway_is_open() {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> keys.hasKeys());
    }

    @Test
    void the_page_allows_no_script_but_its_own_files_and_its_import_map() throws Exception {
        // When
        Response page = given().get("/");

        // Then
        String policy = page.header("Content-Security-Policy");
        Matcher map = IMPORT_MAP.matcher(page.asString());
        assertThat(map.find()).isTrue();
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(map.group(1).getBytes(StandardCharsets.UTF_8));
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(policy)
                .doesNotContain("unsafe-")
                .contains("default-src 'none'")
                .contains("'sha256-" + Base64.getEncoder().encodeToString(digest) + "'")
                .contains("frame-ancestors 'none'");
        assertThat(map.group(1)).contains("\"lit\":", "\"echarts/\":");
        assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
    }

    @Test
    void all_that_the_page_names_is_there_and_small() {
        // Given
        String html = given().get("/").asString();
        Matcher map = IMPORT_MAP.matcher(html);
        map.find();
        String echarts = io.restassured.path.json.JsonPath.from(map.group(1)).getString("imports.'echarts/'");

        // When
        int charts = given().get(echarts + "dist/echarts.esm.min.js")
                .then()
                .statusCode(200)
                .extract()
                .asByteArray()
                .length;
        int app = given().get("/dashboard/app.js")
                .then()
                .statusCode(200)
                .header("Cache-Control", containsString("no-cache"))
                .extract()
                .asByteArray()
                .length;

        // Then
        given().get("/dashboard/look.css").then().statusCode(200);
        given().get("/dashboard/icon.svg").then().statusCode(200);
        assertThat(charts + app).isLessThan(1_300_000);
    }

    @Test
    void an_admin_key_opens_a_session_that_only_the_browser_can_read() {
        // When
        Response answer = signIn(RealBackbone.KEY);

        // Then
        Cookie cookie = answer.detailedCookie("spillway-session");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(cookie.isHttpOnly()).isTrue();
        assertThat(cookie.getSameSite()).isEqualTo("Strict");
        assertThat(cookie.getPath()).isEqualTo("/");
        assertThat(answer.asString()).doesNotContain(cookie.getValue());
        with(cookie).get("/ops/targets").then().statusCode(200);
        with(cookie).get("/session").then().statusCode(200).body("token", equalTo(answer.path("token")));
    }

    @Test
    void a_key_that_is_not_known_opens_nothing() {
        signIn("sk-spill-nobody-has-this-one").then().statusCode(401).header("Set-Cookie", equalTo(null));
        signIn("").then().statusCode(422);
        given().contentType(ContentType.JSON)
                .body("{\"kee\":\"x\"}")
                .post("/session")
                .then()
                .statusCode(422)
                .body("detail", containsString("key"));
        given().get("/session").then().statusCode(401);
        given().cookie("spillway-session", "made-up").get("/ops/targets").then().statusCode(401);
    }

    @Test
    void the_cookie_alone_changes_nothing() {
        // Given
        Response session = signIn(RealBackbone.KEY);
        Cookie cookie = session.detailedCookie("spillway-session");

        // When
        Response without = with(cookie).delete("/ops/targets/mock/small/exhaustion");
        Response wrong =
                with(cookie).header("X-Spillway-CSRF", "0".repeat(64)).delete("/ops/targets/mock/small/exhaustion");
        Response right = with(cookie)
                .header("X-Spillway-CSRF", session.path("token").toString())
                .delete("/ops/targets/mock/small/exhaustion");

        // Then
        assertThat(without.statusCode()).isEqualTo(403);
        assertThat(wrong.statusCode()).isEqualTo(403);
        assertThat(right.statusCode()).isEqualTo(200);
    }

    @Test
    void signing_out_ends_the_session_everywhere() {
        // Given
        Response session = signIn(RealBackbone.KEY);
        Cookie cookie = session.detailedCookie("spillway-session");

        // When
        with(cookie)
                .header("X-Spillway-CSRF", session.path("token").toString())
                .delete("/session")
                .then()
                .statusCode(204)
                .header("Set-Cookie", containsString("Max-Age=0"));

        // Then
        with(cookie).get("/session").then().statusCode(401);
        with(cookie).get("/ops/targets").then().statusCode(401);
    }

    @Test
    @Timeout(60)
    void events_begin_with_everything_and_go_on_with_what_changes() throws Exception {
        // Given
        HttpRequest request = HttpRequest.newBuilder(root.resolve("/ops/events"))
                .header("Authorization", "Bearer " + RealBackbone.KEY)
                .build();
        try (HttpClient client = HttpClient.newHttpClient();
                Stream<String> lines = client.send(request, HttpResponse.BodyHandlers.ofLines())
                        .body()) {
            Iterator<String> events = lines.iterator();
            String snapshot = data(events, "snapshot", "mock/small");

            // When
            caller().contentType(ContentType.JSON)
                    .body("{\"for\":\"PT10M\",\"why\":\"seen by the page\"}")
                    .post("/ops/targets/mock/large/exhaustion")
                    .then()
                    .statusCode(200);
            String changed = data(events, "changed", "seen by the page");
            caller().delete("/ops/targets/mock/large/exhaustion").then().statusCode(200);

            // Then
            assertThat(snapshot).contains("\"routes\"", "\"gone\":{}").doesNotContain("seen by the page");
            assertThat(changed).contains("\"name\":\"mock/large\"").doesNotContain("mock/vectors");
        }
    }

    @Test
    void events_need_a_key_or_a_session() {
        given().get("/ops/events").then().statusCode(401).body(not(containsString("mock/small")));
    }

    /** The data of the next event of this name that holds {@code part}. */
    private static String data(Iterator<String> lines, String name, String part) {
        String event = "";
        while (lines.hasNext()) {
            String line = lines.next();
            if (line.startsWith("event:")) {
                event = line.substring("event:".length()).strip();
            } else if (line.startsWith("data:") && event.equals(name) && line.contains(part)) {
                return line;
            }
        }
        throw new AssertionError("the stream ended before " + name);
    }

    private static Response signIn(String key) {
        return given().contentType(ContentType.JSON)
                .body("{\"key\":\"" + key + "\"}")
                .post("/session");
    }

    private static RequestSpecification with(Cookie cookie) {
        return given().cookie(cookie);
    }

    private static RequestSpecification caller() {
        return given().header("Authorization", "Bearer " + RealBackbone.KEY);
    }
}
