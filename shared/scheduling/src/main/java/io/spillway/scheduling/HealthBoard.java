package io.spillway.scheduling;

import io.spillway.contract.wire.Wire;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.SetParams;

/**
 * What providers said when they were asked whether they are well, and whose turn it is to ask. Nothing here needs to
 * survive: what Redis loses is asked again.
 */
public final class HealthBoard {
    private static final String REPORTS = Scripts.ROOT + "health";
    private static final String TURN = Scripts.ROOT + "health:turn:";

    private final UnifiedJedis redis;

    HealthBoard(UnifiedJedis redis) {
        this.redis = redis;
    }

    /** Whether it is {@code worker}'s turn to ask {@code provider}; nobody else's for {@code time} then. */
    public boolean claim(String provider, String worker, Duration time) throws RedisUnavailable {
        try {
            return redis.set(TURN + provider, worker, SetParams.setParams().nx().px(time.toMillis())) != null;
        } catch (JedisException e) {
            throw unavailable(e);
        }
    }

    /**
     * Writes down what a provider said.
     *
     * @return what it had said before, if it has been asked before
     */
    public Optional<HealthReport> tell(String provider, HealthReport report) throws RedisUnavailable {
        try {
            Optional<HealthReport> before =
                    Optional.ofNullable(redis.hget(REPORTS, provider)).map(HealthBoard::read);
            redis.hset(REPORTS, provider, Wire.text(report));
            return before;
        } catch (JedisException e) {
            throw unavailable(e);
        }
    }

    /** What each provider said last. */
    public Map<String, HealthReport> all() throws RedisUnavailable {
        try {
            Map<String, HealthReport> all = new TreeMap<>();
            redis.hgetAll(REPORTS).forEach((provider, text) -> all.put(provider, read(text)));
            return all;
        } catch (JedisException e) {
            throw unavailable(e);
        }
    }

    private static HealthReport read(String text) {
        return Wire.value(text, HealthReport.class);
    }

    private static RedisUnavailable unavailable(JedisException e) {
        return new RedisUnavailable("Redis: " + e.getMessage(), e);
    }
}
