package io.spillway.gateway.backbone;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.spillway.contract.artifact.ArtifactStore;
import io.spillway.contract.cluster.ConfigError;
import io.spillway.contract.seal.PayloadKeys;
import io.spillway.log.KeyAgreement;
import io.spillway.log.LogEnds;
import io.spillway.log.LogUnavailable;
import io.spillway.log.LogWriter;
import io.spillway.log.StateTable;
import io.spillway.log.Topics;
import io.spillway.scheduling.Scheduler;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Opens the connections on a thread of its own and then tells the other rooms, so that the process starts in any order
 * with Kafka and Redis. Until then every call that needs them is told to come back.
 */
@Singleton
public class Backbone {
    private static final Logger LOG = Logger.getLogger(Backbone.class);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration WRITE_PATIENCE = Duration.ofMillis(1_900);

    private final BackboneSettings settings;
    private final PayloadKeys keys;
    private final Event<Connections> opened;
    private final AtomicReference<@Nullable Connections> connections = new AtomicReference<>();
    private final Thread opening = Thread.ofVirtual().name("backbone").unstarted(this::open);

    Backbone(BackboneSettings settings, ArtifactStore store, Event<Connections> opened) {
        this.keys = store.keys();
        this.settings = settings;
        this.opened = opened;
    }

    void onStart(@Observes StartupEvent event) {
        opening.start();
    }

    void onStop(@Observes ShutdownEvent event) {
        opening.interrupt();
        Connections open = connections.get();
        if (open != null) {
            open.close();
        }
    }

    /** The connections. */
    public Connections connections() throws Away {
        Connections open = connections.get();
        if (open == null) {
            throw new Away("The gateway is starting: Kafka has not answered yet.");
        }
        return open;
    }

    /** Whether the connections have been opened. */
    public boolean isOpen() {
        return connections.get() != null;
    }

    private void open() {
        try {
            int partitions = topics();
            // A name no other start has: Redis remembers what it told each.
            String process = settings.process() + "-" + UUID.randomUUID();
            Scheduler scheduler = Scheduler.connect(settings.redis(), process, partitions);
            LogWriter log = LogWriter.open(settings.kafka(), WRITE_PATIENCE);
            StateTable state = StateTable.follow(settings.kafka(), log);
            while (!state.awaitReady(Duration.ofSeconds(10))) {
                LOG.warn("the state is not read yet");
            }
            KeyAgreement.agree(state, keys);
            Connections open = new Connections(scheduler, log, state, new LogEnds(settings.kafka()), partitions, keys);
            connections.set(open);
            LOG.infof("open kafka=%s process=%s partitions=%d", settings.kafka(), process, partitions);
            opened.fire(open);
        } catch (ConfigError e) {
            LOG.fatal(e.getMessage());
            Quarkus.asyncExit(1);
        } catch (InterruptedException e) {
            LOG.debug("stopped before the connections were open");
        }
    }

    private int topics() throws InterruptedException {
        while (true) {
            try {
                return Topics.ensure(settings.kafka(), settings.partitions(), settings.replication());
            } catch (LogUnavailable e) {
                LOG.warnf("waiting for kafka=%s: %s", settings.kafka(), e.getMessage());
                Thread.sleep(RETRY);
            }
        }
    }
}
