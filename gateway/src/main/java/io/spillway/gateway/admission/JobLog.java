package io.spillway.gateway.admission;

import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import io.spillway.contract.job.Job;
import io.spillway.contract.wire.Wire;
import io.spillway.gateway.backbone.Away;
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

    private final MutinyEmitter<byte[]> jobs;

    JobLog(
            @Channel("jobs") @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = MOST_IN_FLIGHT)
                    MutinyEmitter<byte[]> jobs) {
        this.jobs = jobs;
    }

    /** Returns once Kafka has acknowledged the job; if it throws, the job may or may not exist. */
    @CircuitBreaker(requestVolumeThreshold = 10, delay = 500, failOn = Away.class)
    public void append(Job job) throws Away {
        Headers headers = new RecordHeaders();
        PunctualSerializer.stamp(headers, Instant.now());
        OutgoingKafkaRecordMetadata<String> where = OutgoingKafkaRecordMetadata.<String>builder()
                .withKey(job.id().value())
                .withPartition(job.id().partition())
                .withHeaders(headers)
                .build();
        jobs.sendMessage(Message.of(Wire.encode(job)).addMetadata(where))
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .onFailure()
                .transform(failure -> away(job, failure))
                .await()
                .indefinitely();
    }

    private static Away away(Job job, Throwable failure) {
        LOG.warnf("not acknowledged job=%s: %s", job.id(), failure);
        return new Away("The log did not acknowledge the job in time.");
    }
}
