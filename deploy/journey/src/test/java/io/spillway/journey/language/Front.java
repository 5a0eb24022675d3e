package io.spillway.journey.language;

import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/** A client at the front door. */
public final class Front {
    private static final Duration LONG = Duration.ofSeconds(90);
    private static final int HELD_S = 10;
    private static final RestAssuredConfig CONFIG = RestAssuredConfig.config()
            .encoderConfig(EncoderConfig.encoderConfig()
                    .defaultContentCharset("UTF-8")
                    .appendDefaultContentCharsetToContentTypeIfUndefined(false));

    private final String url;
    private final String key;
    private final HttpClient http;

    public Front(String url, String key) {
        this(
                url,
                key,
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
    }

    private Front(String url, String key, HttpClient http) {
        this.url = url;
        this.key = key;
        this.http = http;
    }

    /** The same connections for whoever has another key. */
    Front as(String other) {
        return new Front(url, other, http);
    }

    public String url() {
        return url;
    }

    public String key() {
        return key;
    }

    /** A request with the key. */
    public RequestSpecification asking() {
        return anonymous().header("Authorization", "Bearer " + key);
    }

    /** A request without any. */
    public RequestSpecification anonymous() {
        return RestAssured.given().config(CONFIG).baseUri(url);
    }

    public Response submit(Ask ask) {
        return asking().contentType(ContentType.JSON).body(ask.json()).post("/v1/jobs");
    }

    public Response submit(Ask ask, String idempotencyKey) {
        return asking().contentType(ContentType.JSON)
                .header("Idempotency-Key", idempotencyKey)
                .body(ask.json())
                .post("/v1/jobs");
    }

    /** Waits until a job is let in, as it is not while what Redis holds is made anew from the log. */
    void opened() {
        Awaitility.await("the door is open")
                .atMost(LONG)
                .ignoreExceptions()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(250))
                .until(() ->
                        submit(Ask.chat("cloud/plain", "is anybody there?")).statusCode() == 202);
    }

    /** Submits, and expects to be let in. */
    public String accepted(Ask ask) {
        Response answer = submit(ask);
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(202);
        return Seen.of(answer.asString()).id();
    }

    public Response get(String id) {
        return asking().get("/v1/jobs/{id}", id);
    }

    public Seen look(String id) {
        Response answer = get(id);
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        return Seen.of(answer.asString());
    }

    /** The job once it has ended. A gateway that is away meanwhile is asked again, as a client should. */
    public Seen ended(String id) {
        return ended(id, LONG);
    }

    /** The job once it has ended, at most {@code limit} from now. */
    public Seen ended(String id, Duration limit) {
        return Awaitility.await(id + " ends")
                .atMost(limit)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> held(id), Optional::isPresent)
                .orElseThrow();
    }

    private Optional<Seen> held(String id) {
        try {
            HttpResponse<String> answer = http.send(
                    to("/v1/jobs/" + id)
                            .header("Prefer", "wait=" + HELD_S)
                            .GET()
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == 503) {
                return Optional.empty();
            }
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            return Optional.of(Seen.of(answer.body())).filter(Seen::ended);
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Waits until the job is seen as {@code status}, which it must not miss. */
    public Seen awaitStatus(String id, String status) {
        return Awaitility.await(id + " is " + status)
                .atMost(Duration.ofSeconds(20))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> look(id), seen -> seen.status().equals(status));
    }

    public Response cancel(String id) {
        return asking().post("/v1/jobs/{id}/cancel", id);
    }

    /** All events of a job, from the first to its end. */
    public List<Event> events(String id) {
        return events(id, "", Integer.MAX_VALUE);
    }

    /** The events after {@code lastSeen} (empty: from the first), hung up after {@code most}. */
    public List<Event> events(String id, String lastSeen, int most) {
        HttpRequest.Builder asking = to("/v1/jobs/" + id + "/events").header("Accept", "text/event-stream");
        if (!lastSeen.isEmpty()) {
            asking.header("Last-Event-ID", lastSeen);
        }
        try {
            HttpResponse<InputStream> answer =
                    http.send(asking.GET().build(), HttpResponse.BodyHandlers.ofInputStream());
            assertThat(answer.statusCode()).isIn(200, 204);
            return EventReader.read(answer.body(), most);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A request with the key, for the JDK's client. */
    HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + key);
    }

    HttpClient http() {
        return http;
    }
}
