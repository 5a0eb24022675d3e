package io.spillway.contract.routing.rule;

import io.spillway.contract.job.JobType;
import io.spillway.contract.routing.Plan;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/** Another list of targets for some of a route's jobs. */
public record RouteRule(When when, Plan targets) {
    /**
     * Which jobs: those of which everything said here is true.
     *
     * @param tokensOver more estimated tokens in the request than this
     * @param metadata pairs that must all be there
     */
    public record When(
            Optional<JobType> type,
            OptionalLong tokensOver,
            Optional<Boolean> images,
            Optional<Boolean> tools,
            Map<String, String> metadata,
            Optional<String> tenant) {
        public When {
            metadata = Map.copyOf(metadata);
        }

        /** Whether nothing is said. */
        public boolean isEmpty() {
            return type.isEmpty()
                    && tokensOver.isEmpty()
                    && images.isEmpty()
                    && tools.isEmpty()
                    && metadata.isEmpty()
                    && tenant.isEmpty();
        }

        /** Whether {@code job} is one of them. */
        public boolean matches(JobTraits job) {
            return type.map(job.type()::equals).orElse(true)
                    && (tokensOver.isEmpty() || job.tokens() > tokensOver.getAsLong())
                    && images.map(wanted -> wanted == job.images()).orElse(true)
                    && tools.map(wanted -> wanted == job.tools()).orElse(true)
                    && metadata.entrySet().stream()
                            .allMatch(pair -> Objects.equals(job.metadata().get(pair.getKey()), pair.getValue()))
                    && tenant.map(job.tenant().value()::equals).orElse(true);
        }
    }
}
