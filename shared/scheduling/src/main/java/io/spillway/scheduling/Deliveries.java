package io.spillway.scheduling;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.contract.job.JobId;
import io.spillway.contract.job.JobStatus;
import io.spillway.contract.job.TenantId;
import io.spillway.contract.webhook.DeliveryAttempt;
import io.spillway.contract.webhook.DeliveryState;
import io.spillway.contract.wire.Wire;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Telling endpoints of the ends of jobs: what is due, what came of it, and what was said before. */
public final class Deliveries {
    private static final int MUTED_AT_ONCE = 500;

    private final Scripts scripts;

    Deliveries(Scripts scripts) {
        this.scripts = scripts;
    }

    /**
     * Leases deliveries that are due; nothing while something lost is being read again.
     *
     * @param most at most so many
     * @param mostFailing of these, at most so many to endpoints whose last message failed
     * @param lease how long they are this process's; then they are due again
     */
    public Dispatched dispatch(int most, int mostFailing, Duration lease) throws RedisUnavailable {
        Reply reply = scripts.call("dispatch", most, mostFailing, lease.toMillis());
        List<DueDelivery> due = reply.rows(0).stream().map(Deliveries::due).toList();
        Optional<Instant> first = reply.optional(2).map(Deliveries::instant);
        return new Dispatched(due, reply.number(1), first, reply.now());
    }

    /**
     * Says what is to become of {@code due}.
     *
     * @param attempts all there were, the last one included
     */
    public void report(DueDelivery due, DeliveryResult result, List<DeliveryAttempt> attempts) throws RedisUnavailable {
        Scripts.Call call = new Scripts.Call("dispatched", due.id(), due.fence());
        String made = text(attempts);
        scripts.call(
                switch (result) {
                    case DeliveryResult.Delivered _ -> call.with("delivered", 0, made, "1");
                    case DeliveryResult.GivenUp(boolean answered) ->
                        call.with("given_up", 0, made, answered ? "0" : "");
                    case DeliveryResult.Again(Duration in) -> call.with("again", in.toMillis(), made, "0");
                    case DeliveryResult.Later(Duration in) -> call.with("later", in.toMillis(), "", "");
                    case DeliveryResult.Dropped _ -> call.with("dropped", 0, "", "");
                });
    }

    /**
     * An endpoint's latest deliveries, newest first.
     *
     * @param after the last one seen; nothing comes if it is not there any more
     */
    public Optional<List<DeliveryView>> of(String endpoint, Optional<String> after, int most) throws RedisUnavailable {
        Reply reply = scripts.look("deliveries", endpoint, after.orElse(""), most);
        return reply.text(0).equals("found")
                ? Optional.of(reply.rows(1).stream().map(Deliveries::view).toList())
                : Optional.empty();
    }

    /** One delivery. */
    public Optional<DeliveryView> find(String id) throws RedisUnavailable {
        return scripts.look("deliveries", "", id, 1).rows(1).stream()
                .map(Deliveries::view)
                .findFirst();
    }

    /** How telling each of {@code endpoints} goes, in their order. */
    public List<EndpointStanding> standing(List<String> endpoints) throws RedisUnavailable {
        return scripts.look("hooks", endpoints.toArray()).rows(0).stream()
                .map(Deliveries::stands)
                .toList();
    }

    private static EndpointStanding stands(List<String> row) {
        List<DeliveryAttempt> attempts = attempts(row.get(3));
        return new EndpointStanding(
                Long.parseLong(row.get(0)),
                Optional.of(row.get(1)).filter(due -> !due.isEmpty()).map(Deliveries::instant),
                Long.parseLong(row.get(2)),
                attempts.isEmpty() ? Optional.empty() : Optional.of(attempts.getLast()));
    }

    /** Forgets everything that {@code endpoint} was told or was to be told. */
    public void mute(String endpoint) throws RedisUnavailable {
        Reply reply = scripts.call("mute", endpoint, MUTED_AT_ONCE);
        while (reply.text(0).equals("more")) {
            reply = scripts.call("mute", endpoint, MUTED_AT_ONCE);
        }
    }

    /** Attempts as scripts keep them: JSON objects joined by commas. */
    static String text(List<DeliveryAttempt> attempts) {
        return attempts.stream().map(Wire::text).collect(Collectors.joining(","));
    }

    private static List<DeliveryAttempt> attempts(String text) {
        List<DeliveryAttempt> attempts = new ArrayList<>();
        for (JsonNode node : Wire.value("[" + text + "]", JsonNode.class)) {
            attempts.add(Wire.value(node.toString(), DeliveryAttempt.class));
        }
        return List.copyOf(attempts);
    }

    private static DueDelivery due(List<String> row) {
        return new DueDelivery(
                row.get(0),
                Long.parseLong(row.get(1)),
                row.get(2),
                new TenantId(row.get(3)),
                new JobId(row.get(4)),
                JobStatus.of(row.get(5)).orElseThrow(),
                instant(row.get(6)),
                Integer.parseInt(row.get(7)),
                attempts(row.get(8)));
    }

    private static DeliveryView view(List<String> row) {
        return new DeliveryView(
                row.get(0),
                row.get(1),
                new TenantId(row.get(2)),
                new JobId(row.get(3)),
                JobStatus.of(row.get(4)).orElseThrow(),
                instant(row.get(5)),
                DeliveryState.of(row.get(6)),
                attempts(row.get(7)),
                Optional.of(row.get(8)).filter(due -> !due.isEmpty()).map(Deliveries::instant));
    }

    /** Redis writes a score of a time in ms as a decimal number, large ones with an exponent. */
    private static Instant instant(String millis) {
        return Instant.ofEpochMilli((long) Double.parseDouble(millis));
    }
}
