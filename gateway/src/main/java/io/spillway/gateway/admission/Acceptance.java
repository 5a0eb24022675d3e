package io.spillway.gateway.admission;

import io.spillway.contract.job.Job;
import io.spillway.gateway.backbone.Backbone;
import io.spillway.scheduling.Admitted;
import io.spillway.scheduling.QuotaLimit;
import io.spillway.scheduling.RedisUnavailable;
import jakarta.inject.Singleton;
import java.util.List;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.jboss.logging.Logger;

/**
 * The steps of accepting, bounded as a whole: each has a limit of its own, but a slow Redis and a slow Kafka together
 * must not keep a client longer than 3 s from its 503.
 */
@Singleton
public class Acceptance {
    private static final Logger LOG = Logger.getLogger(Acceptance.class);
    private static final long LIMIT_MS = 2_500;

    private final Entrance entrance;
    private final JobLog log;
    private final Backbone backbone;

    Acceptance(Entrance entrance, JobLog log, Backbone backbone) {
        this.entrance = entrance;
        this.log = log;
        this.backbone = backbone;
    }

    /** Asks for entrance and, if it is given, writes the job to the log. */
    @Timeout(LIMIT_MS)
    public Admitted accept(Job job, List<QuotaLimit> limits) {
        Admitted answer = entrance.admit(job, limits);
        if (answer instanceof Admitted.Accepted) {
            log.append(job);
        }
        return answer;
    }

    /** Writes a job that was let in before, but perhaps never written. */
    @Timeout(LIMIT_MS)
    public void write(Job job) {
        log.append(job);
    }

    /** Shows a job that the log has. It exists whether this succeeds or not: intake shows it as well. */
    public void show(Job job) {
        try {
            backbone.connections().scheduler().admission().reveal(job);
        } catch (RedisUnavailable e) {
            LOG.warnf("not shown yet job=%s: %s", job.id(), e.getMessage());
        }
    }
}
