package io.spillway.gateway.ops;

import io.spillway.contract.job.TenantId;
import io.spillway.contract.routing.TargetName;
import io.spillway.gateway.api.Finding;
import io.spillway.gateway.api.PageQuery;
import io.spillway.gateway.refusal.Refusal;
import io.spillway.scheduling.JobsQuery;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** What operators ask for in a list of jobs. */
public class JobsFilter {
    private static final Set<String> PARAMETERS = Set.of(
            "status",
            "model",
            "tenant",
            "target",
            "error",
            "created_after",
            "created_before",
            "limit",
            "after",
            "metadata[key]");
    private static final int LONGEST = 1_000;

    @QueryParam("status")
    @Nullable
    String status;

    @Parameter(description = "The route or target that was asked for.")
    @QueryParam("model")
    @Nullable
    String model;

    @QueryParam("tenant")
    @Nullable
    String tenant;

    @Parameter(description = "The target that runs the job or was called last.")
    @QueryParam("target")
    @Nullable
    String target;

    @Parameter(description = "The code of the error it ended with.")
    @QueryParam("error")
    @Nullable
    String error;

    @Parameter(description = "Epoch seconds; accepted then or later.")
    @QueryParam("created_after")
    @Nullable
    String createdAfter;

    @Parameter(description = "Epoch seconds; accepted before then.")
    @QueryParam("created_before")
    @Nullable
    String createdBefore;

    @Parameter(description = "1 to 100, 20 if left out.")
    @QueryParam("limit")
    @Nullable
    String limit;

    @Parameter(description = "The last_id of the page before.")
    @QueryParam("after")
    @Nullable
    String after;

    PageQuery part() throws Refusal {
        return PageQuery.of(limit, after);
    }

    /** The query; {@code metadata[key]=value} may stand in it any number of times. */
    JobsQuery query(MultivaluedMap<String, String> parameters) throws Refusal {
        PageQuery.onlyKnows(
                parameters.keySet().stream().filter(name -> !isMetadata(name)).collect(Collectors.toUnmodifiableSet()),
                PARAMETERS);
        return new JobsQuery(
                read(tenant, TenantId::new, "tenant", "should be a tenant's id"),
                Finding.status(status),
                Optional.ofNullable(model),
                read(target, TargetName::new, "target", "should be provider/model"),
                Optional.ofNullable(error),
                time(createdAfter, "created_after"),
                time(createdBefore, "created_before"),
                metadata(parameters));
    }

    private static boolean isMetadata(String name) {
        return name.startsWith("metadata[") && name.endsWith("]");
    }

    private static Map<String, String> metadata(MultivaluedMap<String, String> parameters) {
        Map<String, String> pairs = new HashMap<>();
        parameters.forEach((name, values) -> {
            if (isMetadata(name) && name.length() < LONGEST) {
                pairs.put(name.substring("metadata[".length(), name.length() - 1), values.getFirst());
            }
        });
        return pairs;
    }

    private static Optional<Instant> time(@Nullable String text, String name) {
        return read(
                text,
                given -> {
                    if (!given.matches("\\d{1,11}")) {
                        throw new IllegalArgumentException(name);
                    }
                    return Instant.ofEpochSecond(Long.parseLong(given));
                },
                name,
                "should be epoch seconds");
    }

    private static <T> Optional<T> read(@Nullable String text, Function<String, T> reading, String name, String rule) {
        try {
            return Optional.ofNullable(text).map(reading);
        } catch (IllegalArgumentException e) {
            throw PageQuery.wrong(name, rule);
        }
    }
}
