package io.spillway.gateway.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.contract.job.TenantId;
import io.spillway.gateway.refusal.Problem;
import io.spillway.gateway.refusal.Refusal;
import io.spillway.gateway.submission.Rule;
import io.spillway.gateway.submission.Shape;
import io.spillway.log.LogUnavailable;
import jakarta.inject.Singleton;
import java.math.BigInteger;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Makes and changes endpoints; what cannot be an endpoint is refused with its field. */
@Singleton
public class Registering {
    /** Endpoints that one tenant may have; two calls at the same time may go one beyond. */
    static final int MOST = 20;

    private static final Rule EVENTS = Rule.list(1, EventType.values().length, Rule.oneOf(EventType.words()));
    private static final Rule URL = Rule.text(UrlForm.LONGEST);
    static final Rule NEW = new Shape().required("url", URL).optional("events", EVENTS);
    static final Rule CHANGE =
            new Shape().optional("url", URL).optional("events", EVENTS).optional("enabled", Rule.flag());

    private static final int ID_BITS = 100;
    private static final int DIGITS = 32;
    private static final Duration SOON = Duration.ofSeconds(1);

    private final Endpoints endpoints;
    private final AddressGuard guard;
    private final SecureRandom random = new SecureRandom();

    Registering(Endpoints endpoints, AddressGuard guard) {
        this.endpoints = endpoints;
        this.guard = guard;
    }

    /** A new endpoint of what {@code asked} says, whose shape is right. */
    Endpoint register(TenantId tenant, JsonNode asked) throws Refusal {
        URI url = url(asked.path("url").asText());
        if (endpoints.of(tenant).size() >= MOST) {
            throw Refusal.of(Problem.Kind.CONFLICT, "There are " + MOST + " webhooks already; delete one first.");
        }
        Set<EventType> events = events(asked).orElseGet(() -> EnumSet.allOf(EventType.class));
        Endpoint made = new Endpoint(
                "whe_"
                        + String.format("%20s", new BigInteger(ID_BITS, random).toString(DIGITS))
                                .replace(' ', '0'),
                tenant,
                url,
                events,
                true,
                Instant.now(),
                Secret.create(),
                Optional.empty());
        return kept(made);
    }

    /** The endpoint with the fields that {@code asked} names. */
    Endpoint change(Endpoint endpoint, JsonNode asked) throws Refusal {
        URI url = asked.hasNonNull("url") ? url(asked.path("url").asText()) : endpoint.url();
        return kept(endpoint.changed(
                url,
                events(asked).orElse(endpoint.events()),
                asked.path("enabled").asBoolean(endpoint.enabled())));
    }

    /** The endpoint with a new secret. */
    Endpoint rotate(Endpoint endpoint) throws Refusal {
        return kept(endpoint.rotated(Instant.now()));
    }

    /** Forgets the endpoint. */
    void remove(Endpoint endpoint) throws Refusal {
        written(endpoints::remove, endpoint);
    }

    private Endpoint kept(Endpoint endpoint) {
        written(endpoints::keep, endpoint);
        return endpoint;
    }

    private static void written(Consumer<Endpoint> write, Endpoint endpoint) {
        try {
            write.accept(endpoint);
        } catch (LogUnavailable e) {
            throw Refusal.notNow("Kafka does not answer; the webhook may have been changed or not.", SOON);
        }
    }

    private URI url(String text) {
        UrlForm.mistake(text).ifPresent(mistake -> {
            throw wrong(mistake);
        });
        URI url = URI.create(text);
        if (guard.check(url) instanceof AddressGuard.Checked.Refused(String why)) {
            throw wrong(why);
        }
        return url;
    }

    private static Refusal wrong(String rule) {
        return Refusal.of(Problem.Kind.INVALID, List.of(new Problem.FieldError("url", rule)));
    }

    private static Optional<Set<EventType>> events(JsonNode asked) {
        if (!asked.hasNonNull("events")) {
            return Optional.empty();
        }
        Set<EventType> events = EnumSet.noneOf(EventType.class);
        asked.path("events").forEach(word -> events.add(EventType.of(word.asText())));
        return Optional.of(events);
    }
}
