package io.spillway.gateway;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import io.spillway.gateway.access.KeyRing;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.assertj.core.api.SoftAssertions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

/** Every route that is described, asked for by everybody: who gets what. */
@QuarkusTest
@QuarkusTestResource(RealBackbone.class)
class IsolationTest {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");

    private final String canary = "canary-" + UUID.randomUUID();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Queue<String> logged = new ConcurrentLinkedQueue<>();
    private final Handler listening = new Listening(logged);

    @Inject
    KeyRing keys;

    @TestHTTPResource(value = "/q/metrics", management = true)
    URI metrics;

    @BeforeEach
    void the_gateway_takes_jobs_and_its_log_is_read() {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(keys::hasKeys);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> with(RealBackbone.KEY).get("/v1/jobs").statusCode() == 200);
        Logger.getLogger("").addHandler(listening);
    }

    @AfterEach
    void nobody_listens_any_more() {
        Logger.getLogger("").removeHandler(listening);
        client.shutdownNow();
    }

    /** Somebody who asks. */
    private enum Who {
        NOBODY,
        UNKNOWN,
        REVOKED,
        OTHER_TENANT,
        OWNER,
        ADMIN
    }

    /** What a route answers, by whom it is asked. */
    private enum Kind {
        /** Operators'. */
        OPERATORS,
        /** What stands under an id that a tenant owns. */
        OWNED,
        /** The same for every tenant, or about its own things only. */
        TENANTS,
        /** Where operators sign in, with a key in the body: whoever sends none gets no further. */
        SIGNING_IN;

        boolean expects(Row row, Who who, int status) {
            if (this == SIGNING_IN) {
                return status < 500 && (row.method().equals("delete") || who == Who.ADMIN || status >= 400);
            }
            return switch (who) {
                case NOBODY, UNKNOWN, REVOKED -> status == 401;
                case OWNER -> this == OPERATORS ? status == 403 : open(status);
                case OTHER_TENANT ->
                    switch (this) {
                        case OPERATORS -> status == 403;
                        case OWNED -> isHidden(row, status);
                        case TENANTS, SIGNING_IN -> open(status);
                    };
                // An operator's key is no key to tenants' answers either; jobs of all are under /ops.
                case ADMIN -> this == OWNED ? isHidden(row, status) : open(status);
            };
        }

        /** PUT names something of one's own, so that there is nothing to hide; what is wrong with it may be said. */
        private static boolean isHidden(Row row, int status) {
            return status == 404 || (row.method().equals("put") && open(status));
        }

        private static boolean open(int status) {
            return status != 401 && status != 403 && status < 500;
        }
    }

    /**
     * Which kind a route is of: the first that its path begins like. A new route under none of these has to be added; one
     * with an id belongs to a tenant unless it is said to be everybody's.
     */
    private static final Map<String, Kind> KINDS = new LinkedHashMap<>();

    static {
        KINDS.put("/ops", Kind.OPERATORS);
        // Devices of the cluster, put there with a scope of their own.
        KINDS.put("/v1/devices", Kind.OPERATORS);
        KINDS.put("/v1/models", Kind.TENANTS);
        KINDS.put("/v1/availability", Kind.TENANTS);
        KINDS.put("/v1/chat/completions", Kind.TENANTS);
        KINDS.put("/v1/embeddings", Kind.TENANTS);
        KINDS.put("/v1/audio", Kind.TENANTS);
        KINDS.put("/v1/images", Kind.TENANTS);
        KINDS.put("/v1/", Kind.OWNED);
        KINDS.put("/session", Kind.SIGNING_IN);
    }

    private record Row(String method, String path) {
        Optional<Kind> kind() {
            return KINDS.entrySet().stream()
                    .filter(each -> path.startsWith(each.getKey()))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    // Below these a list or a new thing is one's own; only what is named may be another's.
                    .map(kind -> kind == Kind.OWNED && !path.contains("{") ? Kind.TENANTS : kind);
        }
    }

    @Test
    void every_described_route_answers_each_caller_as_it_should() throws Exception {
        // Given
        String tenant = tenant();
        String owner = key(tenant).get("key");
        String other = key(tenant()).get("key");
        Map<String, String> gone = key(tenant);
        with(RealBackbone.KEY)
                .delete("/ops/tenants/" + tenant + "/keys/" + gone.get("id"))
                .then()
                .statusCode(204);
        List<Row> rows = rows();
        assertThat(rows)
                .as("routes without an expectation")
                .allMatch(row -> row.kind().isPresent());
        SoftAssertions all = new SoftAssertions();

        // When
        for (Row row : rows) {
            for (Who who : Who.values()) {
                String job = job(owner);
                String key = switch (who) {
                    case NOBODY -> "";
                    case UNKNOWN -> "sk-spill-" + canary;
                    case REVOKED -> gone.get("key");
                    case OTHER_TENANT -> other;
                    case OWNER -> owner;
                    case ADMIN -> RealBackbone.KEY;
                };
                Answer answer = ask(row, job, key);

                // Then
                all.assertThat(row.kind().orElseThrow().expects(row, who, answer.status()))
                        .as("%s %s for %s: %d", row.method(), row.path(), who, answer.status())
                        .isTrue();
                if (who != Who.OWNER && !row.path().startsWith("/ops")) {
                    all.assertThat(answer.text())
                            .as("%s %s for %s", row.method(), row.path(), who)
                            .doesNotContain(canary);
                }
            }
        }
        all.assertAll();
        assertThat(rows).hasSizeGreaterThan(30).anyMatch(row -> row.kind().equals(Optional.of(Kind.OWNED)));

        // Then: nor has anything been written down that is nobody's to see
        assertThat(given().get(metrics).asString()).doesNotContain(canary, owner, tenant);
        assertThat(logged).isNotEmpty().noneMatch(line -> line.contains(canary) || line.contains(owner));
    }

    private record Answer(int status, String text) {}

    /** The status, and the text of what ends: of a stream only the status. */
    private Answer ask(Row row, String job, String key) throws IOException, InterruptedException {
        String path = row.path()
                .replace("/v1/responses/{id}", "/v1/responses/resp_" + job.substring("job_".length()))
                .replace("/v1/jobs/{id}", "/v1/jobs/" + job)
                .replace("{n}", "0")
                .replaceAll("\\{[^}]*}", "nobody");
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(RestAssured.baseURI + ":" + RestAssured.port + path))
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/json")
                .method(
                        row.method().toUpperCase(Locale.ROOT),
                        row.method().equals("get")
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString("{}"));
        if (!key.isEmpty()) {
            request.header("Authorization", "Bearer " + key);
        }
        HttpResponse<InputStream> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        boolean stream = answer.headers()
                .firstValue("Content-Type")
                .filter(type -> type.startsWith("text/event-stream"))
                .isPresent();
        try (InputStream body = answer.body()) {
            return new Answer(
                    answer.statusCode(), stream ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static List<Row> rows() {
        Map<String, Map<String, Object>> paths =
                given().queryParam("format", "json").get("/openapi").jsonPath().getMap("paths");
        List<Row> rows = new ArrayList<>();
        paths.forEach((path, calls) ->
                calls.keySet().stream().filter(METHODS::contains).forEach(method -> rows.add(new Row(method, path))));
        return rows;
    }

    private String job(String key) {
        return with(key)
                .body("{\"model\":\"nobody\",\"prompt\":\"" + canary + "\",\"metadata\":{\"k\":\"" + canary + "\"}}")
                .post("/v1/jobs")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
    }

    private static String tenant() {
        return with(RealBackbone.KEY)
                .body("{\"name\":\"Acme\"}")
                .post("/ops/tenants")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private static Map<String, String> key(String tenant) {
        return Map.copyOf(with(RealBackbone.KEY)
                .body("{\"scopes\":[\"submit\",\"read\"]}")
                .post("/ops/tenants/" + tenant + "/keys")
                .jsonPath()
                .<String, String>getMap("findAll { it.key != 'details' }"));
    }

    private static RequestSpecification with(String key) {
        return given().header("Authorization", "Bearer " + key).contentType(ContentType.JSON);
    }

    /** Keeps what is logged. */
    private static final class Listening extends Handler {
        private final Queue<String> logged;

        Listening(Queue<String> logged) {
            this.logged = logged;
        }

        @Override
        public void publish(LogRecord record) {
            logged.add(record.getMessage() + " " + Arrays.toString(record.getParameters()));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
