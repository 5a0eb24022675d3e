package io.spillway.gateway.admission;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import io.spillway.contract.job.Job;
import io.spillway.contract.wire.Wire;
import io.spillway.gateway.backbone.Away;
import io.spillway.log.Topics;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.jboss.logging.Logger;

/** Writes accepted jobs to {@code spillway.jobs}; what it has returned from exists. */
@Singleton
public class JobLog {
    private static final Logger LOG = Logger.getLogger(JobLog.class);
    /** As long as a record may take to the producer, and in it: after that it will not be written any more. */
    private static final Duration PATIENCE = PunctualSerializer.LATEST.plusMillis(1_900);

    private static final int MOST_IN_FLIGHT = 10_000;

    /** Sent so long ago that nobody waits for it: it walks the whole way, and the serializer refuses it at the end. */
    private static final Instant LONG_AGO = Instant.EPOCH;

    private final MutinyEmitter<byte[]> jobs;
    private final KafkaClientService clients;

    JobLog(
            @Channel("jobs") @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = MOST_IN_FLIGHT)
                    MutinyEmitter<byte[]> jobs,
            KafkaClientService clients) {
        this.jobs = jobs;
        this.clients = clients;
    }

    /**
     * Makes the producer, which is lazy so that the process starts without Kafka: it connects, and learns who leads the
     * topic's partitions. Then a record that is refused at the last step walks the way, and nothing is written.
     *
     * @return whether Kafka answered
     */
    boolean warmUp() {
        boolean known = clients.getProducer("jobs")
                .partitionsFor(Topics.JOBS)
                .map(partitions -> !partitions.isEmpty())
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.debugf("not warm yet: %s", failure.getMessage());
                    return false;
                })
                .await()
                .indefinitely();
        if (known) {
            sent(Message.of(new byte[0]).addMetadata(where("", 0, LONG_AGO)))
                    .onFailure()
                    .recoverWithNull()
                    .await()
                    .indefinitely();
        }
        return known;
    }

    /** Returns once Kafka has acknowledged the job; if it throws, the job may or may not exist. */
    @CircuitBreaker(requestVolumeThreshold = 10, delay = 500, failOn = Away.class)
    public void append(Job job) throws Away {
        sent(Message.of(Wire.encode(job))
                        .addMetadata(where(job.id().value(), job.id().partition(), Instant.now())))
                .onFailure()
                .transform(failure -> away(job, failure))
                .await()
                .indefinitely();
    }

    private Uni<Void> sent(Message<byte[]> record) {
        return jobs.sendMessage(record).ifNoItem().after(PATIENCE).fail();
    }

    private static OutgoingKafkaRecordMetadata<String> where(String key, int partition, Instant sentAt) {
        Headers headers = new RecordHeaders();
        PunctualSerializer.stamp(headers, sentAt);
        return OutgoingKafkaRecordMetadata.<String>builder()
                .withKey(key)
                .withPartition(partition)
                .withHeaders(headers)
                .build();
    }

    private static Away away(Job job, Throwable failure) {
        LOG.warnf("not acknowledged job=%s: %s", job.id(), failure);
        return new Away("The log did not acknowledge the job in time: it may or may not exist. " + Away.COME_AGAIN);
    }
}
