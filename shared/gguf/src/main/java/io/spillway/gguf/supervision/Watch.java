package io.spillway.gguf.supervision;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Asks an engine for signs of life, and kills one that gives none. */
record Watch(Pace pace) {
    Optional<String> until(CompletableFuture<?> end, EngineProcess process, EngineClient client)
            throws InterruptedException {
        return until(end, process, client, () -> false);
    }

    /**
     * Watches until {@code end}; returns what the engine was killed for, if it was.
     *
     * @param worn whether it is time to replace the engine though it works
     */
    Optional<String> until(CompletableFuture<?> end, EngineProcess process, EngineClient client, BooleanSupplier worn)
            throws InterruptedException {
        Optional<String> killed = Optional.empty();
        while (true) {
            try {
                end.get(pace.ping().toNanos(), TimeUnit.NANOSECONDS);
                return killed;
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            } catch (TimeoutException _) {
                killed = killed.or(() -> reason(client, worn));
                if (killed.isPresent()) {
                    process.kill();
                } else {
                    client.ping();
                }
            }
        }
    }

    private Optional<String> reason(EngineClient client, BooleanSupplier worn) {
        if (client.quiet().compareTo(pace.hungAfter()) > 0) {
            return Optional.of("gave no sign of life for " + pace.hungAfter().toSeconds() + " s and was killed");
        }
        return worn.getAsBoolean() ? Optional.of("was replaced after many cancelled calls") : Optional.empty();
    }
}
