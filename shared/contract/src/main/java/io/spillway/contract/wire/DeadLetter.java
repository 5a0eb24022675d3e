package io.spillway.contract.wire;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.spillway.contract.job.Job;
import io.spillway.contract.job.JobId;
import io.spillway.contract.outcome.Attempt;
import io.spillway.contract.outcome.JobError;
import io.spillway.contract.routing.TargetName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * One record of {@code spillway.dead-letters}: something that was given up on, whole, or what an operator did about it.
 * Letters are written at least once; the first of an id counts.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "entry")
@JsonSubTypes({
    @JsonSubTypes.Type(value = DeadLetter.OfJob.class, name = "job"),
    @JsonSubTypes.Type(value = DeadLetter.OfRecord.class, name = "record"),
    @JsonSubTypes.Type(value = DeadLetter.Replayed.class, name = "replayed"),
    @JsonSubTypes.Type(value = DeadLetter.Discarded.class, name = "discarded")
})
public sealed interface DeadLetter {
    /** Which letter this is, or is about. */
    String letter();

    Instant at();

    /**
     * A job that the cluster gives up on; its id is the letter's.
     *
     * @param attempts all there were, the last one included
     * @param target the one it was last called on
     */
    record OfJob(Job job, List<Attempt> attempts, Optional<TargetName> target, JobError reason, Instant at)
            implements DeadLetter {
        @Override
        public String letter() {
            return job.id().value();
        }
    }

    /**
     * A record of another topic that nobody could apply.
     *
     * @param offset where it stands in {@code topic}
     * @param value its bytes, or as many of them as a letter holds
     */
    record OfRecord(String topic, long offset, byte[] value, JobError reason, Instant at) implements DeadLetter {
        private static final int ID_LENGTH = 26;

        /** The same for the same record, and another one where a topic was made anew. */
        @Override
        public String letter() {
            try {
                MessageDigest digest = MessageDigest.getInstance("SHA-256");
                digest.update(topic.getBytes(StandardCharsets.UTF_8));
                digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, offset));
                return "record_"
                        + HexFormat.of().formatHex(digest.digest(value)).substring(0, ID_LENGTH);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** The job of a letter was submitted again. */
    record Replayed(String letter, JobId as, Instant at) implements DeadLetter {}

    /** Nobody wants to see the letter any more. */
    record Discarded(String letter, Instant at) implements DeadLetter {}
}
