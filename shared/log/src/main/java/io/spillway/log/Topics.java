package io.spillway.log;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The four topics of the log, made by whichever process comes first. */
public final class Topics {
    /** Accepted jobs. */
    public static final String JOBS = "spillway.jobs";
    /** Everything that changes a job's life after that. */
    public static final String OUTCOMES = "spillway.outcomes";
    /** Tenants, keys and settings: compacted, one partition. */
    public static final String STATE = "spillway.state";
    /** What was given up on, with the reason. */
    public static final String DEAD_LETTERS = "spillway.dead-letters";

    // Jobs outlive the longest end_by allowed (48 h), outcomes outlive jobs: a finished job is never unknown.
    private static final Duration JOBS_KEPT = Duration.ofHours(72);
    private static final Duration OUTCOMES_KEPT = Duration.ofHours(96);
    /** How long letters and what was done about them are kept. */
    public static final Duration DEAD_LETTERS_KEPT = Duration.ofDays(30);
    /** The largest record the topics take, in bytes. */
    static final int RECORD_BYTES = 12 * 1024 * 1024;

    private static final int ANSWER_SECONDS = 5;

    private Topics() {}

    /**
     * Makes the topics that are missing.
     *
     * @param partitions of jobs and outcomes, where they are made now
     * @return how many partitions jobs and outcomes have
     * @throws LogUnavailable if Kafka does not answer within seconds
     */
    public static int ensure(String bootstrap, int partitions, short replication) throws LogUnavailable {
        Map<String, Object> settings = Map.of(
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 2_000,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 2_500);
        try (Admin admin = Admin.create(KafkaAccess.with(bootstrap, settings))) {
            for (NewTopic topic : List.of(
                    topic(JOBS, partitions, replication, JOBS_KEPT),
                    topic(OUTCOMES, partitions, replication, OUTCOMES_KEPT),
                    state(replication),
                    topic(DEAD_LETTERS, 1, replication, DEAD_LETTERS_KEPT))) {
                createUnlessThere(admin, topic);
            }
            return agreed(described(admin));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LogUnavailable("interrupted", e);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw new LogUnavailable("Kafka at " + bootstrap + ": " + KafkaAccess.reasons(e), e);
        }
    }

    private static Map<String, TopicDescription> described(Admin admin)
            throws InterruptedException, ExecutionException, TimeoutException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(ANSWER_SECONDS);
        while (true) {
            try {
                return admin.describeTopics(List.of(JOBS, OUTCOMES))
                        .allTopicNames()
                        .get(ANSWER_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                // A topic that has just been made is not known everywhere at once.
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException) || System.nanoTime() > deadline) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
    }

    private static int agreed(Map<String, TopicDescription> topics) {
        List<Integer> counts = topics.values().stream()
                .map(topic -> topic.partitions().size())
                .distinct()
                .toList();
        if (counts.size() != 1) {
            throw new LogUnavailable(
                    JOBS + " and " + OUTCOMES + " must have the same number of partitions, not " + counts, null);
        }
        return counts.getFirst();
    }

    private static void createUnlessThere(Admin admin, NewTopic topic)
            throws InterruptedException, ExecutionException, TimeoutException {
        try {
            admin.createTopics(List.of(topic)).all().get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    private static NewTopic topic(String name, int partitions, short replication, Duration kept) {
        return new NewTopic(name, partitions, replication)
                .configs(Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG,
                        TopicConfig.CLEANUP_POLICY_DELETE,
                        TopicConfig.RETENTION_MS_CONFIG,
                        Long.toString(kept.toMillis()),
                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                        Integer.toString(RECORD_BYTES),
                        TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
                        replication >= 3 ? "2" : "1"));
    }

    private static NewTopic state(short replication) {
        return new NewTopic(STATE, 1, replication)
                .configs(Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG,
                        TopicConfig.CLEANUP_POLICY_COMPACT,
                        TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
                        replication >= 3 ? "2" : "1"));
    }
}
