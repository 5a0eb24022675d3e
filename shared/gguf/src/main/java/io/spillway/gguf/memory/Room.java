package io.spillway.gguf.memory;

import io.spillway.contract.routing.TargetName;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/** The memory that the models of one worker share. */
public interface Room {
    /**
     * A model that asks to be loaded.
     *
     * @param bytes memory that it needs
     * @param device the GPU that it is to be on, if its configuration says so
     */
    record Asking(TargetName target, long bytes, OptionalInt device) {}

    /** Waits until the model may be loaded; that may take for ever, and an interrupt ends it. */
    Answer enter(Asking model) throws InterruptedException;

    /** What became of asking. */
    sealed interface Answer {}

    /** It may be loaded, until it is closed. */
    interface Stay extends AutoCloseable {
        /** The GPU that has room for it; none where it is not about GPUs. */
        OptionalInt device();

        /** Completed when others need the room: it should take no more calls, end those it has, and close. */
        CompletableFuture<Void> leave();

        /** It is being used now. */
        void use();

        @Override
        void close();
    }

    /** It may be loaded. */
    record Welcome(Stay stay) implements Answer {}

    /** It never will fit. */
    record TooLarge(String reason) implements Answer {}
}
