package io.spillway.journey.language;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A tenant that may use only so much.
 *
 * @param perMinute jobs that all its keys together submit
 */
public record Bounded(String id, Limits limits, List<Key> keys, double perMinute) {
    private static final Duration LONG = Duration.ofSeconds(90);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** One of its keys. */
    public record Key(String tenant, String id, String secret, Limits limits, boolean refuses) {}

    /**
     * Whoever is counted by itself: the tenant, or a key that has limits of its own.
     *
     * @param counter how Redis calls it
     */
    record Scope(String counter, Limits limits) {}

    /**
     * What is to be made.
     *
     * @param keys one key for each
     */
    record Wish(Limits limits, List<Limits> keys, double perMinute) {}

    static Bounded make(Front operator, Wish wish) {
        String id = made(operator, "/ops/tenants", JSON.createObjectNode().put("name", "Bounded"), wish.limits())
                .getString("id");
        List<Key> keys = new ArrayList<>();
        for (Limits own : wish.keys()) {
            ObjectNode body = JSON.createObjectNode();
            body.putArray("scopes").add("submit").add("read");
            JsonPath key = made(operator, "/ops/tenants/" + id + "/keys", body, own);
            boolean refuses = wish.limits().refuses() || own.refuses();
            keys.add(new Key(id, key.getString("id"), key.getString("key"), own, refuses));
        }
        return new Bounded(id, wish.limits(), List.copyOf(keys), wish.perMinute());
    }

    private static JsonPath made(Front operator, String path, ObjectNode body, Limits limits) {
        if (!limits.most().isEmpty()) {
            body.set("quota", limits.json());
        }
        Response answer = Awaitility.await("the operator is heard")
                .atMost(LONG)
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .until(
                        () -> operator.asking()
                                .contentType(ContentType.JSON)
                                .body(body.toString())
                                .post(path),
                        told -> told.statusCode() != 503);
        return answer.then().statusCode(201).extract().jsonPath();
    }

    /** All of it that is counted. */
    Stream<Scope> scopes() {
        return Stream.concat(
                Stream.of(new Scope("t:" + id, limits)),
                keys.stream()
                        .filter(key -> !key.limits().most().isEmpty())
                        .map(key -> new Scope("k:" + key.id(), key.limits())));
    }
}
