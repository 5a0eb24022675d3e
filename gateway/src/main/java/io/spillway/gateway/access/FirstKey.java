package io.spillway.gateway.access;

import io.spillway.contract.job.TenantId;
import io.spillway.contract.wire.Wire;
import io.spillway.gateway.backbone.BackboneSettings;
import io.spillway.gateway.backbone.Connections;
import io.spillway.log.LogUnavailable;
import io.spillway.log.StateTable;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Makes sure at the start that somebody can come in: the key of the admin key file, or a new one said once. */
@Singleton
public class FirstKey {
    private static final Logger LOG = Logger.getLogger(FirstKey.class);
    private static final long RETRY_MS = 1_000;

    private final BackboneSettings settings;
    private final KeyRing keys;
    private final KeySecrets secrets;

    FirstKey(BackboneSettings settings, KeyRing keys, KeySecrets secrets) {
        this.settings = settings;
        this.keys = keys;
        this.secrets = secrets;
    }

    void onOpen(@Observes Connections connections) {
        Thread.ofVirtual().name("first-key").start(() -> until(connections.state()));
    }

    private void until(StateTable state) {
        try {
            while (!done(state)) {
                Thread.sleep(RETRY_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean done(StateTable state) {
        try {
            Optional<Path> file = settings.adminKeyFile();
            if (file.isPresent()) {
                keep(Files.readString(file.get()).strip(), state);
            } else if (!keys.hasKeys()) {
                String key = KeyText.random(new SecureRandom());
                keep(key, state);
                // Not into the log: this is the one time that the key is shown.
                System.out.println("First admin key, shown this once: " + key);
            }
            return true;
        } catch (IOException | LogUnavailable e) {
            LOG.warnf("no first key yet: %s", e.getMessage());
            return false;
        }
    }

    private void keep(String key, StateTable state) {
        KeyHash hash = secrets.current(key);
        if (state.get(hash.place()).isEmpty()) {
            KeyRecord record = KeyRecord.unlimited(hash, TenantId.DEFAULT, EnumSet.allOf(Scope.class), Instant.now());
            state.put(hash.place(), Wire.text(record));
        }
    }
}
