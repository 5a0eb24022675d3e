package io.spillway.scheduling;

import io.spillway.contract.call.Device;
import io.spillway.contract.wire.Wire;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.SetParams;

/**
 * Which devices are there, and where. Each is remembered for as long as it said; what Redis loses, the next heartbeat
 * brings back.
 */
public final class DeviceBoard {
    private static final String DEVICE = Scripts.ROOT + "device:";
    private static final String ANY_PLAN = "*";

    private final UnifiedJedis redis;

    DeviceBoard(UnifiedJedis redis) {
        this.redis = redis;
    }

    /** Remembers a device for {@code time}, and wakes the workers if it was not there, or somewhere else. */
    public void register(Device device, Duration time) throws RedisUnavailable {
        try {
            Optional<Device> before = find(device.name());
            redis.set(
                    DEVICE + device.name(),
                    Wire.text(device),
                    SetParams.setParams().px(time.toMillis()));
            if (!before.map(Device::baseUrl).equals(Optional.of(device.baseUrl()))) {
                redis.publish(Signals.Topic.WAKE.channel(), ANY_PLAN);
            }
        } catch (JedisException e) {
            throw unavailable(e);
        }
    }

    /** Forgets a device; whether it was there. */
    public boolean forget(String name) throws RedisUnavailable {
        try {
            return redis.del(DEVICE + name) > 0;
        } catch (JedisException e) {
            throw unavailable(e);
        }
    }

    /** The device {@code name}, if it is there. */
    public Optional<Device> find(String name) throws RedisUnavailable {
        try {
            return Optional.ofNullable(redis.get(DEVICE + name)).map(DeviceBoard::read);
        } catch (JedisException e) {
            throw unavailable(e);
        }
    }

    /** Those of {@code names} that are there, in this order. */
    public List<Device> all(Collection<String> names) throws RedisUnavailable {
        return names.stream().flatMap(name -> find(name).stream()).toList();
    }

    private static Device read(String text) {
        return Wire.value(text, Device.class);
    }

    private static RedisUnavailable unavailable(JedisException e) {
        return new RedisUnavailable("Redis: " + e.getMessage(), e);
    }
}
