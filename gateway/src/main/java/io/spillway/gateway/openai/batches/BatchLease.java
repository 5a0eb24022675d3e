package io.spillway.gateway.openai.batches;

import io.quarkus.redis.datasource.RedisDataSource;
import io.spillway.contract.job.JobId;
import io.vertx.mutiny.redis.client.Response;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Which gateway runs a batch, in Redis. It saves work, no more: two that run the same batch call each line once, since
 * both call it by the same name.
 */
@Singleton
class BatchLease {
    private static final Logger LOG = Logger.getLogger(BatchLease.class);
    private static final Duration LIFE = Duration.ofSeconds(5);
    private static final String RENEW =
            "if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end return redis.call('PEXPIRE', KEYS[1], ARGV[2])";
    private static final String RELEASE =
            "if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end return redis.call('DEL', KEYS[1])";

    private final RedisDataSource redis;
    private final String holder = UUID.randomUUID().toString();

    BatchLease(RedisDataSource redis) {
        this.redis = redis;
    }

    /** Whether this gateway holds the batch from now on. */
    boolean take(JobId batch) {
        try {
            Response answer = redis.execute("SET", key(batch), holder, "NX", "PX", Long.toString(LIFE.toMillis()));
            return answer != null;
        } catch (RuntimeException e) {
            LOG.debugf("not taken batch=%s: %s", batch, e.getMessage());
            return false;
        }
    }

    /** Whether this gateway still holds the batch; as long as Redis does not answer, nobody else can take it. */
    boolean renew(JobId batch) {
        try {
            return redis.execute("EVAL", RENEW, "1", key(batch), holder, Long.toString(LIFE.toMillis()))
                            .toInteger()
                    == 1;
        } catch (RuntimeException e) {
            LOG.debugf("not renewed batch=%s: %s", batch, e.getMessage());
            return true;
        }
    }

    /** Lets somebody else have it. */
    void release(JobId batch) {
        try {
            redis.execute("EVAL", RELEASE, "1", key(batch), holder);
        } catch (RuntimeException e) {
            LOG.debugf("left to run out batch=%s: %s", batch, e.getMessage());
        }
    }

    private static String key(JobId batch) {
        return "{spillway}:batch:" + batch;
    }
}
