package io.spillway.scheduling;

import io.spillway.contract.job.JobId;
import io.spillway.contract.routing.TargetName;
import io.spillway.contract.seal.Payload;
import io.spillway.contract.seal.PayloadKeys;
import java.time.Duration;
import java.util.List;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.resps.StreamEntry;

/**
 * The text of streamed jobs while it is being made: one Redis stream for each job, under a hash tag of its own. Entries
 * are numbered upwards from 1 over all attempts; an attempt begins with an entry that names it, after which nobody with
 * an older fence can append. A writer numbers its pieces as well, from 0 for that beginning: a piece whose answer was
 * lost is not written twice, and one whose predecessors Redis has lost is not written at all.
 */
public final class TokenStreams {
    private static final String APPEND = """
            local last = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)[1]
            local number, fence, piece = 0, 0, -1
            if last then
              number = tonumber(string.match(last[1], '^(%d+)'))
              fence, piece = tonumber(last[2][2]), tonumber(last[2][4])
            end
            local mine, next_piece, told = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
            if mine < fence then return -1 end
            if mine == fence and piece == next_piece and number > told then return number end
            if next_piece > 0 and (mine > fence or piece ~= next_piece - 1 or number ~= told) then return -2 end
            number = math.max(number, told) + 1
            redis.call('XADD', KEYS[1], string.format('%.0f-0', number), 'fence', ARGV[1], 'piece', ARGV[2], ARGV[4], ARGV[5])
            redis.call('PEXPIRE', KEYS[1], ARGV[6])
            redis.call('PUBLISH', ARGV[7], ARGV[8])
            return number
            """;

    private static final long OVERTAKEN = -1;
    private static final long GONE = -2;

    /**
     * Where a writer is.
     *
     * @param piece how many of its pieces were taken, its beginning included
     * @param told the number of the last of them, 0 if there is none; kept when it begins again, so that numbers that
     *     readers know are not given twice
     */
    public record Place(Held held, long piece, long told, Duration life) {
        /** The first place of an attempt. */
        public static Place first(Held held, Duration life) {
            return new Place(held, 0, 0, life);
        }

        /** After a piece that got this number. */
        public Place after(long number) {
            return new Place(held, piece + 1, number, life);
        }

        /** Once more from the beginning, with later numbers. */
        public Place again() {
            return new Place(held, 0, told, life);
        }
    }

    /** What became of a piece. */
    public sealed interface Written {
        /** It is there; {@code next} is where the next one goes. */
        record Taken(Place next) implements Written {}

        /** A later lease has begun to write. */
        record Overtaken() implements Written {}

        /** Redis has lost what was before it: all is to be written again, from {@link Place#again()}. */
        record Gone() implements Written {}
    }

    /** One entry of a job's stream. */
    public sealed interface Entry {
        /** From 1; without gaps, unless Redis has lost some. */
        long number();

        /** An attempt begins to write. */
        record Began(long number, long fence, TargetName target) implements Entry {}

        /** A piece of its text. */
        record Text(long number, String text) implements Entry {}
    }

    private final UnifiedJedis redis;
    private final PayloadKeys keys;

    TokenStreams(UnifiedJedis redis, PayloadKeys keys) {
        this.redis = redis;
        this.keys = keys;
    }

    /** Begins an attempt's text. */
    public Written begin(Place place, TargetName target) throws RedisUnavailable {
        return append(place, "target", target.value());
    }

    /** Appends a piece of text; after {@link RedisUnavailable} the same piece is to be tried again. */
    public Written append(Place place, String text) throws RedisUnavailable {
        return keys.inUse().isEmpty()
                ? append(place, "text", text)
                : append(
                        place,
                        "sealed",
                        Payload.TOKENS.sealedText(keys, place.held().job(), text));
    }

    /** Up to {@code most} entries after the one numbered {@code after} (0 = from the first). */
    public List<Entry> read(JobId job, long after, int most) throws RedisUnavailable {
        try {
            return redis.xrange(key(job), new StreamEntryID(after + 1, 0), StreamEntryID.MAXIMUM_ID, most).stream()
                    .map(entry -> entry(job, entry))
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

    private Written append(Place place, String field, String value) {
        try {
            long number = (Long) redis.eval(
                    APPEND,
                    List.of(key(place.held().job())),
                    List.of(
                            Long.toString(place.held().fence()),
                            Long.toString(place.piece()),
                            Long.toString(place.told()),
                            field,
                            value,
                            Long.toString(place.life().toMillis()),
                            Signals.Topic.CHANGED.channel(),
                            place.held().job().value()));
            return number == OVERTAKEN
                    ? new Written.Overtaken()
                    : number == GONE ? new Written.Gone() : new Written.Taken(place.after(number));
        } catch (JedisException e) {
            throw new RedisUnavailable("Redis: " + e.getMessage(), e);
        }
    }

    private Entry entry(JobId job, StreamEntry entry) {
        long number = entry.getID().getTime();
        String target = entry.getFields().get("target");
        return target == null
                ? new Entry.Text(number, text(job, entry))
                : new Entry.Began(
                        number, Long.parseLong(entry.getFields().getOrDefault("fence", "0")), new TargetName(target));
    }

    /** A piece that cannot be opened here is as good as empty: the job's end says why. */
    private String text(JobId job, StreamEntry entry) {
        String sealed = entry.getFields().get("sealed");
        return sealed == null
                ? entry.getFields().getOrDefault("text", "")
                : Payload.TOKENS.openedText(keys, job, sealed).orElse("");
    }

    private static String key(JobId job) {
        return "{" + job + "}:tokens";
    }
}
