package io.spillway.worker;

import io.spillway.contract.call.Device;
import io.spillway.contract.call.Devices;
import io.spillway.scheduling.DeviceBoard;
import io.spillway.scheduling.RedisUnavailable;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The devices that are there as this worker last saw them: asked for at every take, looked at again a few times a
 * second. While Redis is away, what was seen last counts; nothing can be taken then anyway.
 */
final class SeenDevices implements Devices {
    private static final long FRESH_NANOS = Duration.ofMillis(200).toNanos();

    private final DeviceBoard board;
    private final LongSupplier clock;
    private final Map<String, Seen> seen = new ConcurrentHashMap<>();

    private record Seen(Optional<Device> device, long at) {}

    /** @param clock nanoseconds that only go forward */
    SeenDevices(DeviceBoard board, LongSupplier clock) {
        this.board = board;
        this.clock = clock;
    }

    @Override
    public Optional<Device> find(String name) {
        Seen last = seen.get(name);
        long now = clock.getAsLong();
        if (last != null && now - last.at() < FRESH_NANOS) {
            return last.device();
        }
        Optional<Device> device = look(name, last);
        seen.put(name, new Seen(device, now));
        return device;
    }

    private Optional<Device> look(String name, @Nullable Seen last) {
        try {
            return board.find(name);
        } catch (RedisUnavailable e) {
            return last == null ? Optional.empty() : last.device();
        }
    }
}
