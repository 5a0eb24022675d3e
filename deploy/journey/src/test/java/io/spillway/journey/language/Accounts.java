package io.spillway.journey.language;

import io.spillway.contract.job.Reservation;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the cluster itself says that was used. */
final class Accounts {
    private Accounts() {}

    /** By the ledger, as {@code tenant key}; calls stand for requests. */
    static Map<String, Taken.Amount> ledger(Cluster cluster) {
        Map<String, Taken.Amount> rows = new HashMap<>();
        Seen.of(cluster.front().asking().get("/ops/usage?by=tenant,key").asString())
                .body()
                .path("data")
                .forEach(row -> rows.put(
                        row.path("tenant").asText() + " " + row.path("key").asText(),
                        new Taken.Amount(
                                row.path("calls").asLong(),
                                row.path("input_tokens").asLong()
                                        + row.path("output_tokens").asLong(),
                                Reservation.millionths(
                                        new BigDecimal(row.path("cost").asText())))));
        return rows;
    }

    /** By the scheduler's counters of a day, for whoever is counted by itself. */
    static Map<String, Taken.Amount> counters(Cluster cluster, List<Bounded> tenants, Instant day) {
        Map<String, String> names = tenants.stream()
                .flatMap(Bounded::scopes)
                .map(Bounded.Scope::counter)
                .collect(Collectors.toMap(
                        Function.identity(), scope -> "quota:" + scope + ":DAY:" + day.toEpochMilli()));
        Map<String, Map<String, String>> found = cluster.scheduled(names.values());
        return names.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, each -> amount(found.get(each.getValue()))));
    }

    private static Taken.Amount amount(Map<String, String> counter) {
        return new Taken.Amount(
                Long.parseLong(counter.getOrDefault("REQUESTS", "0")),
                Long.parseLong(counter.getOrDefault("TOKENS", "0")),
                Long.parseLong(counter.getOrDefault("COST", "0")));
    }
}
