package io.spillway.scheduling;

import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BinaryOperator;
import redis.clients.jedis.UnifiedJedis;

/** Opens the schedulers of many processes over one connection, with scripts that a test may have spoilt. */
public final class TestSchedulers {
    private final UnifiedJedis redis;
    private final ScriptSources sources;

    /** @param change given the name and the text of a Lua file, what is to be run instead */
    public TestSchedulers(UnifiedJedis redis, BinaryOperator<String> change) {
        this.redis = redis;
        this.sources = new ScriptSources(change);
    }

    /** The door of one process; it is never closed. */
    public Scheduler open(String process, int partitions, InstantSource clock) {
        return Scheduler.over(new Scripts(redis, process, partitions, Optional.of(clock), sources));
    }

    /** The root of all keys. */
    public static String root() {
        return Scripts.ROOT;
    }
}
