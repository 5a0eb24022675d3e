package io.spillway.scheduling.simulation;

import io.spillway.contract.routing.Plan;
import io.spillway.scheduling.simulation.ModelJob.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The model spelled in Redis' keys, and where Redis differs from it. */
final class Expectation {
    private static final long MINUTE_MS = 60_000;
    private static final Set<String> FIELDS_OF_HELD =
            Set.of("st", "p", "due", "end", "n", "la", "w", "t", "k", "c", "bar");
    private static final Set<String> COMPARED = Set.of(
            "queue", "plan", "target", "tenant", "tags", "closed", "delayed", "due", "leases", "running", "bench",
            "calls", "offsets", "counts", "lanes", "held", "holds", "aside", "quota", "queued", "active", "limits");

    private final TreeMap<String, TreeMap<String, String>> keys = new TreeMap<>();
    private final ReferenceModel model;
    private final long now;

    private Expectation(ReferenceModel model, long now) {
        this.model = model;
        this.now = now;
    }

    /** The differences, empty if there are none. */
    static List<String> differences(ReferenceModel model, Snapshot actual, long now) {
        Expectation expected = new Expectation(model, now);
        expected.spell();
        List<String> found = new ArrayList<>();
        Set<String> names = new TreeSet<>(expected.keys.keySet());
        actual.keys().keySet().stream()
                .filter(name -> COMPARED.contains(Snapshot.kind(name)) || name.startsWith("job:"))
                .forEach(names::add);
        for (String name : names) {
            TreeMap<String, String> wanted = expected.keys.getOrDefault(name, new TreeMap<>());
            TreeMap<String, String> seen = expected.comparable(name, actual.key(name), wanted);
            if (!wanted.equals(seen)) {
                found.add(name + "\n      model " + wanted + "\n      redis " + seen);
            }
        }
        return found;
    }

    private TreeMap<String, String> comparable(
            String name, TreeMap<String, String> fields, TreeMap<String, String> wanted) {
        TreeMap<String, String> kept = new TreeMap<>();
        String kind = Snapshot.kind(name);
        fields.forEach((field, value) -> {
            switch (kind) {
                case "job" -> {
                    if (wanted.containsKey(field)
                            || (FIELDS_OF_HELD.contains(field) && !wanted.isEmpty() && wanted.containsKey("p"))) {
                        kept.put(field, value);
                    }
                }
                case "bench" -> {
                    if (!field.equals("why")) {
                        kept.put(field, value);
                    }
                }
                case "calls" -> {
                    if (Snapshot.number(value) > now - MINUTE_MS) {
                        kept.put(Snapshot.kind(field) + "@" + value, "");
                    }
                }
                case "limits" -> {
                    if (field.equals("at")) {
                        kept.put(field, value);
                    }
                }
                case "quota" -> {
                    if (!value.equals("0")) {
                        kept.put(field, value);
                    }
                }
                case "offsets" -> kept.put(field, value.substring(value.lastIndexOf(':') + 1));
                default -> kept.put(field, value);
            }
        });
        return kept;
    }

    /** As Redis writes a number. */
    private static String text(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }

    private void put(String key, String field, Object value) {
        keys.computeIfAbsent(key, _ -> new TreeMap<>()).put(field, value.toString());
    }

    private void spell() {
        model.room.jobs.values().forEach(this::spell);
        model.room.tags.forEach((tenant, tag) -> put("tags", tenant, text(tag)));
        if (model.room.virtualTime > 0) {
            put("tags", "", text(model.room.virtualTime));
        }
        model.room.closed.forEach((plan, since) -> put("closed", plan, since));
        model.room.delayed.forEach((id, until) -> put("delayed", id, until));
        model.room.due.forEach((id, at) -> put("due", id, at));
        model.room.leases.forEach((id, at) -> put("leases", id, at));
        model.room.running.forEach((lane, held) -> held.forEach((id, at) -> put("running:" + lane, id, at)));
        model.offsets.forEach((lane, next) -> put("offsets", lane, next));
        model.room.calls.forEach((lane, calls) -> calls.forEach((call, at) -> {
            if (at > now - MINUTE_MS) {
                put("calls:" + lane, Snapshot.kind(call) + "@" + at, "");
            }
        }));
        spellQueues();
        spellBenches();
        spellQuotas();
    }

    private void spell(ModelJob job) {
        String key = "job:" + job.id;
        put(key, "st", job.state.word());
        if (job.state == State.ENDED) {
            put(key, "status", job.status);
            return;
        }
        if (!job.scheduled) {
            return;
        }
        put(key, "p", job.plan);
        put(key, "due", job.due);
        put(key, "end", job.end);
        when(job.attempts > 0, key, "n", job.attempts);
        when(job.lapses > 0, key, "la", job.lapses);
        when(!job.worker.isEmpty(), key, "w", job.worker);
        when(!job.target.isEmpty(), key, "t", job.target);
        when(!job.target.isEmpty(), key, "k", job.lane);
        when(job.cancelled, key, "c", 1);
        when(job.barrier >= 0, key, "bar", job.barrier);
    }

    private void when(boolean known, String key, String field, Object value) {
        if (known) {
            put(key, field, value);
        }
    }

    private void spellQueues() {
        List<ModelJob> waiting = model.room.waiting().toList();
        Map<String, Long> byPlan =
                waiting.stream().collect(Collectors.groupingBy(job -> job.plan, Collectors.counting()));
        for (ModelJob job : waiting) {
            put("queue:" + job.plan + ">" + job.lane(), job.id, job.place());
            spellLane(job);
        }
        model.room
                .standing()
                .collect(Collectors.toMap(
                        job -> job.plan + ">" + job.tenant, job -> job, (a, b) -> a.compareTo(b) <= 0 ? a : b))
                .values()
                .forEach(first -> put("plan:" + first.plan, first.tenant, text(model.room.score(first))));
        TreeMap<String, Long> counts = new TreeMap<>(byPlan);
        model.room.delayed.keySet().forEach(id -> counts.merge(model.room.jobs.get(id).plan, 1L, Long::sum));
        counts.forEach((plan, count) -> put("counts", "w:" + plan, count));
        if (model.everWaited()) {
            put(
                    "counts",
                    "waiting",
                    counts.values().stream().mapToLong(count -> count).sum());
        }
    }

    private void spellLane(ModelJob job) {
        Set<String> held = model.room.quotas.held.keySet();
        boolean own = !job.lane().equals(job.tenant);
        if (own && held.contains(job.lane())) {
            put("aside:" + job.lane(), job.plan, "");
        } else {
            if (held.contains(job.tenant)) {
                put("aside:" + job.tenant, job.plan, "");
            }
            keys.computeIfAbsent("lanes:" + job.plan + ">" + job.tenant, _ -> new TreeMap<>())
                    .merge(
                            job.lane(),
                            text(job.place()),
                            (one, other) -> Long.parseLong(one) <= Long.parseLong(other) ? one : other);
        }
        if (!model.room.quotas.holds(job)) {
            put("tenant:" + job.tenant + ":plans", job.plan, "");
            Plan.parse(job.plan).targets().forEach(target -> put("target:" + target + ":plans", job.plan, ""));
        }
    }

    private void spellQuotas() {
        ModelQuotas quotas = model.room.quotas;
        quotas.held.forEach((holder, until) -> put("held", holder, until));
        quotas.holds.forEach((holder, back) -> put("holds", holder, back == 0 ? "" : back));
        quotas.used.forEach((counter, measures) -> measures.forEach((measure, amount) -> {
            if (amount != 0) {
                put("quota:" + counter, measure, amount);
            }
        }));
        model.room.jobs.values().stream()
                .filter(job -> !job.stands.isEmpty())
                .forEach(job -> ModelQuotas.scopes(job).forEach(scope -> put(job.stands + ":" + scope, job.id, "")));
        quotas.limits.forEach((scope, known) -> put("limits:" + scope, "at", known.at()));
    }

    private void spellBenches() {
        model.benches.benches.forEach((name, bench) -> {
            String key = "bench:" + name;
            put(key, "until", bench.until);
            put(key, "kind", bench.kind);
            put(key, "n", bench.times);
            put(key, "epoch", bench.epoch);
            bench.allow.ifPresent(allow -> put(key, "allow", allow));
            bench.calm.ifPresent(calm -> put(key, "calm", calm));
            when(bench.allow.isPresent(), key, "credit", bench.credit);
        });
    }
}
