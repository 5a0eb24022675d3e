package io.spillway.gateway.device;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.contract.cluster.Provider;
import io.spillway.gateway.api.RequestBytes;
import io.spillway.gateway.refusal.Problem;
import io.spillway.gateway.refusal.Refusal;
import io.spillway.gateway.submission.Rule;
import io.spillway.gateway.submission.Shape;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;

/**
 * A device's heartbeat.
 *
 * @param models what it has now; empty: whatever is configured
 * @param time how long it is taken to be there, 5 s to 1 h
 */
record DeviceRequest(URI baseUrl, List<String> models, Duration time) {
    private static final Duration USUAL = Duration.ofSeconds(60);
    private static final Duration SHORTEST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final int LONGEST_URL = 300;
    private static final int LONGEST_MODEL = 200;
    private static final int MOST_MODELS = 100;

    /** The heartbeat of the device that {@code provider} stands for; refused if it may not be where it says. */
    static DeviceRequest read(InputStream body, Provider provider) throws Refusal {
        JsonNode fields = RequestBytes.object(
                body,
                new Shape()
                        .required("base_url", Rule.text(LONGEST_URL))
                        .optional("models", Rule.list(1, MOST_MODELS, Rule.text(LONGEST_MODEL)))
                        .optional("ttl", Rule.duration(LONGEST)));
        URI url = url(fields.get("base_url").textValue());
        if (!provider.allows(url)) {
            throw wrong(
                    "base_url",
                    "should have an address by numbers for its host, inside the ranges that devices.allow of the"
                            + " provider '" + provider.name() + "' names");
        }
        return new DeviceRequest(
                url,
                fields.path("models").valueStream().map(JsonNode::textValue).toList(),
                time(fields));
    }

    private static Duration time(JsonNode fields) {
        Duration time =
                fields.hasNonNull("ttl") ? Duration.parse(fields.get("ttl").textValue()) : USUAL;
        if (time.compareTo(SHORTEST) < 0) {
            throw wrong("ttl", "should be " + SHORTEST + " or longer");
        }
        return time;
    }

    private static URI url(String text) {
        try {
            URI url = new URI(text.replaceAll("/+$", ""));
            boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            if (http
                    && url.getHost() != null
                    && url.getRawUserInfo() == null
                    && url.getRawQuery() == null
                    && url.getRawFragment() == null) {
                return url;
            }
        } catch (URISyntaxException e) {
            // Said below, in the same words as a scheme that is not HTTP.
        }
        throw wrong(
                "base_url",
                "should be an http(s) address without user, query and fragment, such as"
                        + " http://192.168.1.50:8080/v1");
    }

    private static Refusal wrong(String field, String message) {
        return Refusal.of(Problem.Kind.INVALID, List.of(new Problem.FieldError(field, message)));
    }
}
