package io.spillway.scheduling.simulation;

import io.spillway.contract.job.Job;
import io.spillway.contract.routing.Plan;
import io.spillway.contract.wire.LogEntry;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import static io.spillway.scheduling.simulation.Journal.require;

/** What must be true of Redis at any moment, whatever it has lost. */
final class Consistency {
    private static final Set<String> SETTLED = Set.of("queued", "delayed", "leased", "ending", "ended");

    private final Logs logs;
    private final QuotaConsistency quotas;

    Consistency(Logs logs) {
        this.logs = logs;
        this.quotas = new QuotaConsistency(logs);
    }

    void check(Snapshot seen) {
        checkApplied(seen);
        checkQueues(seen);
        checkIndexes(seen);
        checkCounts(seen);
        checkListed(seen);
        checkLeases(seen);
        quotas.check(seen);
    }

    /** I1 and I4: every job whose record was applied is somewhere, and has ended as the first end in the log says. */
    private void checkApplied(Snapshot seen) {
        for (Logs.Lane<Job> lane : logs.jobs) {
            for (Job job : lane.values.subList(0, applied(seen, lane))) {
                String state = seen.job(job.id().value()).getOrDefault("st", "nowhere");
                require(SETTLED.contains(state), job.id() + " was read from the log and is " + state);
            }
        }
        for (Logs.Lane<LogEntry> lane : logs.outcomes) {
            Set<String> ended = new HashSet<>();
            for (LogEntry entry : lane.values.subList(0, applied(seen, lane))) {
                if (entry instanceof LogEntry.JobEnded end
                        && ended.add(end.job().value())) {
                    TreeMap<String, String> job = seen.job(end.job().value());
                    String view = job.get("st") + " " + job.get("status");
                    require(
                            view.equals("ended " + end.status().word()),
                            end.job() + " ended as " + end.status().word() + " and is shown as " + view);
                }
            }
        }
        seen.jobs()
                .forEach((id, job) -> require(
                        !"ended".equals(job.get("st")) || logs.end(id).isPresent(),
                        id + " has ended without a record"));
    }

    private static int applied(Snapshot seen, Logs.Lane<?> lane) {
        String stored = seen.key("offsets").getOrDefault(lane.name(), ":0");
        int next = Integer.parseInt(stored.substring(stored.lastIndexOf(':') + 1));
        require(next <= lane.end(), lane.name() + " was applied past its end");
        return next;
    }

    private static void checkQueues(Snapshot seen) {
        Set<String> queued = new HashSet<>();
        for (String name : seen.names("queue:")) {
            String plan = name.substring("queue:".length(), name.lastIndexOf('>'));
            String lane = name.substring(name.lastIndexOf('>') + 1);
            seen.key(name).forEach((id, score) -> {
                TreeMap<String, String> job = seen.job(id);
                String key = job.getOrDefault("qk", "");
                String its = job.get("ten") + (key.isEmpty() ? "" : "/" + key);
                require(queued.add(id), id + " is in two queues");
                require(
                        "queued".equals(job.get("st")) && plan.equals(job.get("p")) && lane.equals(its),
                        id + " stands in " + name + " and is " + job);
                double priority = Snapshot.number(job.get("pri"));
                double place = (Snapshot.number(job.get("acc")) + priority * ModelJob.STEP_MS) * 10 + priority;
                require(place == Snapshot.number(score), id + " stands at " + score + ", not at " + place);
            });
        }
        seen.jobs().forEach((id, job) -> {
            if ("queued".equals(job.get("st")) && !queued.contains(id)) {
                require(seen.key("due").containsKey(id), id + " is queued but in no queue, and no sweep will find it");
            }
            if ("delayed".equals(job.get("st"))) {
                require(seen.key("delayed").containsKey(id), id + " is delayed for ever");
            }
        });
        seen.key("delayed")
                .keySet()
                .forEach(id -> require(
                        "delayed".equals(seen.job(id).get("st")), id + " is in the delay set and is " + seen.job(id)));
    }

    private static void checkIndexes(Snapshot seen) {
        TreeMap<String, TreeMap<String, String>> wanted = new TreeMap<>();
        for (String name : seen.names("queue:")) {
            String plan = name.substring("queue:".length(), name.lastIndexOf('>'));
            index(
                    wanted,
                    plan,
                    name.substring(name.lastIndexOf('>') + 1),
                    seen.key("held").keySet());
        }
        for (String prefix : List.of("target:", "tenant:", "plan:", "lanes:", "aside:")) {
            for (String name : seen.names(prefix)) {
                require(
                        wanted.getOrDefault(name, new TreeMap<>())
                                .keySet()
                                .equals(seen.key(name).keySet()),
                        name + " is " + seen.key(name) + ", the queues say " + wanted.get(name));
            }
        }
        wanted.keySet().forEach(name -> require(seen.keys().containsKey(name), name + " is missing"));
    }

    private static void index(Map<String, TreeMap<String, String>> wanted, String plan, String lane, Set<String> held) {
        String tenant = ModelJob.tenantOf(lane);
        if (!lane.equals(tenant) && held.contains(lane)) {
            index(wanted, "aside:" + lane, plan);
            return;
        }
        index(wanted, "lanes:" + plan + ">" + tenant, lane);
        if (held.contains(tenant)) {
            index(wanted, "aside:" + tenant, plan);
            return;
        }
        Plan.parse(plan).targets().forEach(target -> index(wanted, "target:" + target + ":plans", plan));
        index(wanted, "tenant:" + tenant + ":plans", plan);
        index(wanted, "plan:" + plan, tenant);
    }

    private static void index(Map<String, TreeMap<String, String>> wanted, String name, String member) {
        wanted.computeIfAbsent(name, _ -> new TreeMap<>()).put(member, "");
    }

    /** I6: what can be seen is listed, as the owner's; what is hidden or deleted is not. */
    private static void checkListed(Snapshot seen) {
        for (String name : seen.names("listed")) {
            seen.key(name).keySet().forEach(id -> {
                TreeMap<String, String> job = seen.job(id);
                boolean hidden = Set.of("hidden", "").contains(job.getOrDefault("st", ""));
                require(!hidden && !job.containsKey("del"), id + " is listed and is " + job);
                require(
                        name.equals("listed") || name.equals("listed:" + job.get("ten")),
                        id + " of " + job.get("ten") + " is in " + name);
            });
        }
        if (seen.keys().containsKey("recovery")) {
            return;
        }
        seen.jobs().forEach((id, job) -> {
            boolean visible = job.containsKey("rec")
                    && !job.containsKey("del")
                    && !Set.of("hidden", "unseen", "ended").contains(job.getOrDefault("st", "unseen"));
            require(
                    !visible
                            || (seen.key("listed").containsKey(id)
                                    && seen.key("listed:" + job.get("ten")).containsKey(id)),
                    id + " is " + job + " and is not listed");
        });
    }

    private static void checkCounts(Snapshot seen) {
        TreeMap<String, Integer> wanted = new TreeMap<>();
        for (String name : seen.names("queue:")) {
            String plan = name.substring("queue:".length(), name.lastIndexOf('>'));
            wanted.merge("w:" + plan, seen.key(name).size(), Integer::sum);
        }
        seen.key("delayed")
                .keySet()
                .forEach(id -> wanted.merge("w:" + seen.job(id).get("p"), 1, Integer::sum));
        int waiting = wanted.values().stream().mapToInt(count -> count).sum();
        TreeMap<String, String> counts = new TreeMap<>(seen.key("counts"));
        String counted = counts.getOrDefault("waiting", "0");
        counts.remove("waiting");
        require(counted.equals(Integer.toString(waiting)), counted + " are counted as waiting, " + waiting + " wait");
        wanted.forEach((plan, count) ->
                require(count.toString().equals(counts.remove(plan)), "the count of " + plan + " is not " + count));
        require(counts.isEmpty(), "counted but not waiting: " + counts);
    }

    private static void checkLeases(Snapshot seen) {
        seen.jobs().forEach((id, job) -> {
            boolean held = Set.of("leased", "ending").contains(job.getOrDefault("st", ""));
            require(held == seen.key("leases").containsKey(id), id + " is " + job + " and its lease another thing");
            if ("leased".equals(job.get("st"))) {
                String lane = "running:" + job.get("t") + "#" + job.get("k");
                require(seen.key(lane).containsKey(id), id + " runs without a permit of " + lane);
            }
        });
        for (String name : seen.names("running:")) {
            seen.key(name).keySet().forEach(id -> {
                TreeMap<String, String> job = seen.job(id);
                require(
                        Set.of("leased", "ending").contains(job.getOrDefault("st", ""))
                                && name.equals("running:" + job.get("t") + "#" + job.get("k")),
                        id + " holds a permit of " + name + " and is " + job);
            });
        }
    }

    /** I1, I2 and I7, when every job has ended. */
    void atTheEnd(Snapshot seen) {
        Set<String> accepted = new HashSet<>();
        logs.accepted().forEach(job -> {
            accepted.add(job.id().value());
            require("ended".equals(seen.job(job.id().value()).get("st")), job.id() + " has not ended");
        });
        logs.ends.keySet().forEach(id -> require(accepted.contains(id), id + " ended and was never accepted"));
        List<String> leftovers =
                seen.keys().keySet().stream().filter(Snapshot::isLeftover).toList();
        require(leftovers.isEmpty(), "left over: " + leftovers);
        quotas.atTheEnd(seen);
        require(seen.key("counts").keySet().stream().allMatch("waiting"::equals), "left over: " + seen.key("counts"));
    }
}
