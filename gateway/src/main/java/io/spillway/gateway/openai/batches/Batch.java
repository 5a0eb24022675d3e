package io.spillway.gateway.openai.batches;

import io.spillway.contract.artifact.ArtifactRef;
import io.spillway.contract.job.JobId;
import io.spillway.contract.job.TenantId;
import io.spillway.gateway.openai.AnswerId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A batch as it stands in {@code spillway.state}.
 *
 * @param since when it came to each status, by OpenAI's words
 * @param total lines with a request, 0 until they are counted
 * @param mistakes why it failed
 * @param counts how it ended; while it runs its parts tell how far it is
 */
record Batch(
        JobId id,
        TenantId tenant,
        Wish wish,
        Outlets outlets,
        BatchStatus status,
        Map<String, Instant> since,
        int total,
        List<Mistake> mistakes,
        Optional<Counts> counts) {
    /** How long a batch may take, and how long it is remembered. */
    static final Duration WINDOW = Duration.ofHours(24);

    static final Duration LIFE = Duration.ofDays(30);

    private static final String PREFIX = "batch_";

    /**
     * What its client asked for.
     *
     * @param key the one it was asked with, as operators call it
     * @param endpoint where each line would have been called alone
     * @param file the input's id
     * @param input the input's bytes
     */
    record Wish(
            String key,
            String endpoint,
            String file,
            ArtifactRef input,
            int priority,
            boolean fallback,
            Map<String, String> metadata) {}

    /** The ids its files will have: whoever writes them again writes the same. */
    record Outlets(JobId output, JobId errors) {}

    /**
     * Something wrong with a line, or with the file.
     *
     * @param line from 1; 0 for the file as a whole
     */
    record Mistake(String code, String message, Optional<String> param, int line) {}

    /** Lines by how they ended; a file of none is not made. */
    record Counts(int completed, int failed) {
        Counts plus(Counts other) {
            return new Counts(completed + other.completed, failed + other.failed);
        }
    }

    static Batch of(JobId id, TenantId tenant, Wish wish, Outlets outlets) {
        return new Batch(
                id,
                tenant,
                wish,
                outlets,
                BatchStatus.VALIDATING,
                Map.of(BatchStatus.VALIDATING.word(), Instant.now()),
                0,
                List.of(),
                Optional.empty());
    }

    /** {@code batch_…}. */
    static String id(JobId id) {
        return AnswerId.of(PREFIX, id);
    }

    static Optional<JobId> parse(String id) {
        return AnswerId.parse(PREFIX, id);
    }

    /** The name of the job of line {@code number}, unique for its tenant. */
    String job(int number) {
        return id(id) + "_" + number;
    }

    Optional<Instant> at(BatchStatus some) {
        return Optional.ofNullable(since.get(some.word()));
    }

    Instant createdAt() {
        return at(BatchStatus.VALIDATING).orElseGet(id::createdAt);
    }

    Instant expiresAt() {
        return createdAt().plus(WINDOW);
    }

    boolean isForgotten(Instant now) {
        return now.isAfter(createdAt().plus(LIFE));
    }

    Batch begun(int lines) {
        return moved(BatchStatus.IN_PROGRESS, lines, List.of(), Optional.empty());
    }

    Batch failed(List<Mistake> why) {
        return moved(BatchStatus.FAILED, total, why, Optional.empty());
    }

    Batch finalizing() {
        return moved(BatchStatus.FINALIZING, total, List.of(), Optional.empty());
    }

    Batch ended(BatchStatus end, Counts counted) {
        return moved(end, total, List.of(), Optional.of(counted));
    }

    /** The same with a wish to cancel it, which counts until it has ended. */
    Batch cancelling(Instant at) {
        Map<String, Instant> more = new HashMap<>(since);
        more.put(BatchStatus.CANCELLING.word(), at);
        return new Batch(
                id,
                tenant,
                wish,
                outlets,
                status.ended() ? status : BatchStatus.CANCELLING,
                Map.copyOf(more),
                total,
                mistakes,
                counts);
    }

    private Batch moved(BatchStatus to, int lines, List<Mistake> why, Optional<Counts> counted) {
        Map<String, Instant> more = new HashMap<>(since);
        more.putIfAbsent(to.word(), Instant.now());
        return new Batch(id, tenant, wish, outlets, to, Map.copyOf(more), lines, why, counted);
    }
}
