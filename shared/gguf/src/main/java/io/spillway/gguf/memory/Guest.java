package io.spillway.gguf.memory;

import io.spillway.contract.routing.TargetName;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** A model that is loaded, or about to be. */
final class Guest implements Room.Stay {
    private final Room.Asking model;
    private final Place place;
    private final LongSupplier clock;
    private final Consumer<Guest> left;
    private final CompletableFuture<Void> leave = new CompletableFuture<>();
    private final long since;
    private volatile long used;

    Guest(Room.Asking model, Place place, LongSupplier clock, Consumer<Guest> left) {
        this.model = model;
        this.place = place;
        this.clock = clock;
        this.left = left;
        this.since = clock.getAsLong();
        this.used = since;
    }

    TargetName target() {
        return model.target();
    }

    Place place() {
        return place;
    }

    long bytes() {
        return model.bytes();
    }

    /** When it came, in nanoseconds of the room's clock. */
    long since() {
        return since;
    }

    /** When it was last used. */
    long used() {
        return used;
    }

    boolean leaving() {
        return leave.isDone();
    }

    @Override
    public OptionalInt device() {
        return place.device();
    }

    @Override
    public CompletableFuture<Void> leave() {
        return leave;
    }

    @Override
    public void use() {
        used = clock.getAsLong();
    }

    @Override
    public void close() {
        left.accept(this);
    }
}
