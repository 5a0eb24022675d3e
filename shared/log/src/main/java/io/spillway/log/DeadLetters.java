package io.spillway.log;

import io.spillway.contract.job.Job;
import io.spillway.contract.job.JobId;
import io.spillway.contract.outcome.JobError;
import io.spillway.contract.routing.TargetName;
import io.spillway.contract.wire.DeadLetter;
import io.spillway.contract.wire.Wire;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * {@code spillway.dead-letters} in this process's memory, without the payloads: those are read again when somebody asks.
 * What was done about a letter stands in the same topic, so that it is ordered after the letter, leaves with it, and
 * outlives Redis.
 */
public final class DeadLetters implements AutoCloseable {
    private static final Logger LOG = System.getLogger(DeadLetters.class.getName());
    private static final TopicPartition PARTITION = new TopicPartition(Topics.DEAD_LETTERS, 0);
    private static final Duration ANSWER = Duration.ofSeconds(2);
    /** Letters that are shown; older ones stay in the topic. */
    private static final int MOST = 100_000;

    /**
     * A letter without its payload.
     *
     * @param offset where it stands, higher is newer
     * @param job empty for a record that could not be read
     * @param replayedAs the job it became, if it was submitted again
     */
    public record Summary(
            String id,
            long offset,
            Instant at,
            JobError reason,
            Optional<TargetName> target,
            Optional<About> job,
            Optional<JobId> replayedAs) {
        private Summary replayed(JobId as) {
            return replayedAs.isPresent() ? this : new Summary(id, offset, at, reason, target, job, Optional.of(as));
        }
    }

    /** What is shown of a letter's job without reading it again. */
    public record About(String tenant, String model, String type) {
        static About of(Job job) {
            return new About(job.tenant().value(), job.model(), job.type().word());
        }
    }

    private final String bootstrap;
    private final LogWriter writer;
    private final Follower follower;
    private final NavigableMap<Long, Summary> letters = new TreeMap<>();
    /** Where each letter stands; a discarded one stands nowhere, and comes back by no second copy. */
    private final Map<String, Optional<Long>> places = new HashMap<>();

    private DeadLetters(String bootstrap, LogWriter writer) {
        this.bootstrap = bootstrap;
        this.writer = writer;
        this.follower = new Follower(bootstrap, Topics.DEAD_LETTERS, this::keep);
    }

    /** Starts reading; the topic must exist. {@code writer} stays the caller's to close. */
    public static DeadLetters follow(String bootstrap, LogWriter writer) {
        DeadLetters letters = new DeadLetters(bootstrap, writer);
        letters.follower.start();
        return letters;
    }

    /** Whether everything that was in the topic at the start has been read. */
    public boolean ready() {
        return follower.ready();
    }

    /** The letter {@code id}, if there is one that was not discarded. */
    public synchronized Optional<Summary> find(String id) {
        return Optional.ofNullable(places.get(id)).flatMap(place -> place).map(letters::get);
    }

    /** Up to {@code most} letters, newest first, of those older than the one at {@code before}. */
    public synchronized List<Summary> page(long before, int most) {
        Instant oldest = Instant.now().minus(Topics.DEAD_LETTERS_KEPT);
        return letters.headMap(before, false).descendingMap().values().stream()
                .takeWhile(letter -> letter.at().isAfter(oldest))
                .limit(most)
                .toList();
    }

    /** The whole letter; empty if the topic does not hold it any more. */
    public Optional<DeadLetter> read(Summary letter) throws LogUnavailable {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Follower.settings(bootstrap), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(PARTITION));
            if (consumer.beginningOffsets(List.of(PARTITION), ANSWER).getOrDefault(PARTITION, 0L) > letter.offset()) {
                return Optional.empty();
            }
            consumer.seek(PARTITION, letter.offset());
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(ANSWER)) {
                if (record.offset() == letter.offset()) {
                    return Optional.of(Wire.deadLetter(record.value()));
                }
            }
            throw new LogUnavailable("the letter was not read in time: " + letter.id(), null);
        } catch (KafkaException e) {
            throw new LogUnavailable("cannot read the letter " + letter.id() + ": " + e.getMessage(), e);
        }
    }

    /** Writes what was done about a letter and returns once it has been read back here. */
    public void mark(DeadLetter done) throws LogUnavailable {
        follower.awaitRead(writer.append(done), done.letter());
    }

    private synchronized void keep(ConsumerRecord<byte[], byte[]> record) {
        try {
            switch (Wire.deadLetter(record.value())) {
                case DeadLetter.OfJob letter ->
                    keep(
                            letter,
                            record.offset(),
                            letter.reason(),
                            letter.target(),
                            Optional.of(About.of(letter.job())));
                case DeadLetter.OfRecord letter ->
                    keep(letter, record.offset(), letter.reason(), Optional.empty(), Optional.empty());
                case DeadLetter.Replayed done ->
                    find(done.letter()).ifPresent(letter -> letters.put(letter.offset(), letter.replayed(done.as())));
                case DeadLetter.Discarded done -> {
                    find(done.letter()).ifPresent(letter -> letters.remove(letter.offset()));
                    places.computeIfPresent(done.letter(), (_, _) -> Optional.empty());
                }
            }
        } catch (Wire.UnreadableRecord e) {
            LOG.log(Level.WARNING, "unreadable topic={0} offset={1}", Topics.DEAD_LETTERS, record.offset());
        }
    }

    private void keep(
            DeadLetter letter, long offset, JobError reason, Optional<TargetName> target, Optional<About> job) {
        if (places.putIfAbsent(letter.letter(), Optional.of(offset)) == null) {
            letters.put(
                    offset, new Summary(letter.letter(), offset, letter.at(), reason, target, job, Optional.empty()));
            if (letters.size() > MOST) {
                places.remove(letters.pollFirstEntry().getValue().id());
            }
        }
    }

    @Override
    public void close() {
        follower.close();
    }
}
