package io.spillway.gateway.deadletter;

import io.quarkus.runtime.ShutdownEvent;
import io.spillway.gateway.backbone.Away;
import io.spillway.gateway.backbone.BackboneSettings;
import io.spillway.gateway.backbone.Connections;
import io.spillway.log.DeadLetters;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The dead letters as this gateway has read them. */
@Singleton
public class LetterBox {
    private final BackboneSettings settings;
    private final AtomicReference<@Nullable DeadLetters> letters = new AtomicReference<>();

    LetterBox(BackboneSettings settings) {
        this.settings = settings;
    }

    void onOpen(@Observes Connections connections) {
        letters.set(DeadLetters.follow(settings.kafka(), connections.log()));
    }

    void onStop(@Observes ShutdownEvent event) {
        DeadLetters open = letters.get();
        if (open != null) {
            open.close();
        }
    }

    /** All letters; not before they have been read. */
    public DeadLetters letters() throws Away {
        DeadLetters open = letters.get();
        if (open == null || !open.ready()) {
            throw new Away("The dead letters are being read.");
        }
        return open;
    }
}
