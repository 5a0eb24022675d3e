package io.spillway.scheduling;

import io.spillway.contract.job.JobId;
import io.spillway.contract.routing.TargetName;
import java.time.Duration;
import java.util.List;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.resps.StreamEntry;

/**
 * The text of streamed jobs while it is being made: one Redis stream for each job, under a hash tag of its own. Entries
 * are numbered 1, 2, 3 … over all attempts; an attempt begins with an entry that names it, after which nobody with an
 * older fence can append.
 */
public final class TokenStreams {
    private static final String APPEND = """
            local last = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)[1]
            local number, fence = 0, 0
            if last then
              number = tonumber(string.match(last[1], '^(%d+)'))
              fence = tonumber(last[2][2])
            end
            if tonumber(ARGV[1]) < fence then return 0 end
            redis.call('XADD', KEYS[1], string.format('%.0f-0', number + 1), 'fence', ARGV[1], ARGV[2], ARGV[3])
            redis.call('PEXPIRE', KEYS[1], ARGV[4])
            redis.call('PUBLISH', ARGV[5], ARGV[6])
            return 1
            """;

    /** One entry of a job's stream. */
    public sealed interface Entry {
        /** From 1, without gaps. */
        long number();

        /** An attempt begins to write. */
        record Began(long number, long fence, TargetName target) implements Entry {}

        /** A piece of its text. */
        record Text(long number, String text) implements Entry {}
    }

    private final UnifiedJedis redis;

    TokenStreams(UnifiedJedis redis) {
        this.redis = redis;
    }

    /** Begins an attempt's text. */
    public boolean begin(Held held, TargetName target, Duration life) throws RedisUnavailable {
        return append(held, "target", target.value(), life);
    }

    /**
     * Appends a piece of text.
     *
     * @return whether it was taken; not if a later lease has begun to write
     */
    public boolean append(Held held, String text, Duration life) throws RedisUnavailable {
        return append(held, "text", text, life);
    }

    /** Up to {@code most} entries after the one numbered {@code after} (0 = from the first). */
    public List<Entry> read(JobId job, long after, int most) throws RedisUnavailable {
        try {
            return redis.xrange(key(job), new StreamEntryID(after + 1, 0), StreamEntryID.MAXIMUM_ID, most).stream()
                    .map(TokenStreams::entry)
                    .toList();
        } catch (JedisException e) {
            throw new RedisUnavailable("Redis: " + e.getMessage(), e);
        }
    }

    /** Throws a job's text away. */
    public void forget(JobId job) throws RedisUnavailable {
        try {
            redis.del(key(job));
        } catch (JedisException e) {
            throw new RedisUnavailable("Redis: " + e.getMessage(), e);
        }
    }

    private boolean append(Held held, String field, String value, Duration life) {
        try {
            Object taken = redis.eval(
                    APPEND,
                    List.of(key(held.job())),
                    List.of(
                            Long.toString(held.fence()),
                            field,
                            value,
                            Long.toString(life.toMillis()),
                            Signals.Topic.CHANGED.channel(),
                            held.job().value()));
            return Long.valueOf(1).equals(taken);
        } catch (JedisException e) {
            throw new RedisUnavailable("Redis: " + e.getMessage(), e);
        }
    }

    private static Entry entry(StreamEntry entry) {
        long number = entry.getID().getTime();
        String target = entry.getFields().get("target");
        return target == null
                ? new Entry.Text(number, entry.getFields().getOrDefault("text", ""))
                : new Entry.Began(
                        number, Long.parseLong(entry.getFields().getOrDefault("fence", "0")), new TargetName(target));
    }

    private static String key(JobId job) {
        return "{" + job + "}:tokens";
    }
}
