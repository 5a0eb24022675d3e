package io.spillway.gateway.openai;

import io.spillway.contract.job.JobId;
import io.spillway.contract.job.TenantId;
import io.spillway.gateway.api.Cancelling;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** Cancels the job of a client that has hung up: nobody is left to read an answer that would be paid for. */
@Singleton
public class HangUp {
    private static final Logger LOG = Logger.getLogger(HangUp.class);

    private final Cancelling cancelling;

    HangUp(Cancelling cancelling) {
        this.cancelling = cancelling;
    }

    /** Watches over a client until closed. */
    public interface Watched extends AutoCloseable {
        /** Somebody has noticed that the client is gone. */
        void gone();

        @Override
        void close();
    }

    /** What is done for a job that lives without its client. */
    public static Watched nobody() {
        return new Watched() {
            @Override
            public void gone() {}

            @Override
            public void close() {}
        };
    }

    /** From now on the job is cancelled when the client of {@code exchange} hangs up, unless the options forbid it. */
    Watched watch(RoutingContext exchange, CallOptions options, JobId job, TenantId tenant) {
        if (!options.endsWithItsClient()) {
            return nobody();
        }
        Watched client = new Client(job, tenant);
        exchange.addEndHandler(ended -> {
            if (ended.failed()) {
                client.gone();
            }
        });
        // It may have gone before anybody listened.
        if (exchange.response().closed()) {
            client.gone();
        }
        return client;
    }

    private final class Client implements Watched {
        private final JobId job;
        private final TenantId tenant;
        private final AtomicBoolean over = new AtomicBoolean();

        Client(JobId job, TenantId tenant) {
            this.job = job;
            this.tenant = tenant;
        }

        @Override
        public void gone() {
            if (over.compareAndSet(false, true)) {
                cancel(job, tenant);
            }
        }

        @Override
        public void close() {
            over.set(true);
        }
    }

    private void cancel(JobId job, TenantId tenant) {
        Thread.ofVirtual().name("hang-up").start(() -> {
            try {
                cancelling.cancel(job, tenant);
                LOG.debugf("client hung up job=%s tenant=%s", job, tenant);
            } catch (RuntimeException e) {
                LOG.warnf("client hung up, not cancelled job=%s tenant=%s: %s", job, tenant, e.getMessage());
            }
        });
    }
}
