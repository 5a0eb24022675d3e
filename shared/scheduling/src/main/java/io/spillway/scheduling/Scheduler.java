package io.spillway.scheduling;

import io.spillway.contract.seal.PayloadKeys;
import io.spillway.contract.wire.LogView;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.util.JedisURIHelper;

/**
 * One process's door to the scheduler in Redis. Every call is blocking, made to be run on a virtual thread, and throws
 * {@link RedisUnavailable} within two seconds if Redis is away; nothing needs Redis to be there at the start.
 */
public final class Scheduler implements AutoCloseable {
    private static final int ANSWER_MS = 1_500;
    private static final int CONNECT_MS = 1_000;
    private static final int CONNECTIONS = 32;

    private final UnifiedJedis redis;
    private final Scripts scripts;
    private final String advice;
    private volatile BenchWatch watch = BenchWatch.NOBODY;

    private Scheduler(UnifiedJedis redis, Scripts scripts, String advice) {
        this.redis = redis;
        this.scripts = scripts;
        this.advice = advice;
    }

    /**
     * @param address {@code redis://[user:password@]host:port} or {@code rediss://…}
     * @param process a name no other process has, not even this one after a restart
     * @param partitions how many partitions the topics have
     */
    public static Scheduler connect(URI address, String process, int partitions) {
        return connect(address, process, partitions, Optional.empty());
    }

    /** The same with a clock of its own, for tests. */
    public static Scheduler connect(URI address, String process, int partitions, Optional<InstantSource> clock) {
        GenericObjectPoolConfig<Connection> pool = new GenericObjectPoolConfig<>();
        pool.setMaxTotal(CONNECTIONS);
        pool.setMaxIdle(CONNECTIONS);
        pool.setMaxWait(Duration.ofMillis(ANSWER_MS));
        UnifiedJedis redis = RedisClient.builder()
                .hostAndPort(new HostAndPort(
                        address.getHost(),
                        JedisURIHelper.getHostAndPort(address).getPort()))
                .clientConfig(client(address).socketTimeoutMillis(ANSWER_MS).build())
                .poolConfig(pool)
                .build();
        String advice = RedisAccess.of(address).advice();
        return new Scheduler(redis, new Scripts(redis, process, partitions, clock), advice);
    }

    /** One over a connection that others share: tests open many. */
    static Scheduler over(Scripts scripts) {
        return new Scheduler(scripts.redis(), scripts, "");
    }

    static DefaultJedisClientConfig.Builder client(URI address) {
        return client(address, RedisAccess.of(address));
    }

    static DefaultJedisClientConfig.Builder client(URI address, RedisAccess access) {
        DefaultJedisClientConfig.Builder client = DefaultJedisClientConfig.builder()
                .connectionTimeoutMillis(CONNECT_MS)
                .user(JedisURIHelper.getUser(address))
                .password(JedisURIHelper.getPassword(address))
                .autoNegotiateProtocol(false)
                .clientName("spillway");
        return access.encrypted()
                ? client.ssl(true).sslSocketFactory(RedisTrust.sockets(access)).sslParameters(RedisTrust.named())
                : client;
    }

    /** The door: admit and reveal. */
    public Admission admission() {
        return new Admission(scripts);
    }

    /** Where jobs wait and workers take them. */
    public WaitingRoom waitingRoom() {
        return new WaitingRoom(scripts);
    }

    /** What a worker does with the jobs it holds. */
    public Leases leases() {
        return new Leases(scripts, () -> watch);
    }

    /** Lapsed leases and deadlines. */
    public Sweeping sweeping() {
        return new Sweeping(scripts);
    }

    /** Which targets must not be called. */
    public Exhaustions exhaustions() {
        return new Exhaustions(scripts, () -> watch);
    }

    /** What providers say of their health. */
    public HealthBoard health() {
        return new HealthBoard(redis);
    }

    /** The devices that are there. */
    public DeviceBoard devices() {
        return new DeviceBoard(redis);
    }

    /** Looking without touching. */
    public Views views() {
        return new Views(scripts);
    }

    /** Finding jobs. */
    public Listing listing() {
        return new Listing(scripts);
    }

    /** Telling endpoints of the ends of jobs. */
    public Deliveries deliveries() {
        return new Deliveries(scripts);
    }

    /** What waits and how quickly it goes, for whoever looks ahead. */
    public Outlook outlook() {
        return new Outlook(scripts);
    }

    /** The tokens of streamed jobs. */
    public TokenStreams tokens() {
        return tokens(PayloadKeys.NONE);
    }

    /** The same, encrypted with {@code keys} if one of them is in use. */
    public TokenStreams tokens(PayloadKeys keys) {
        return new TokenStreams(redis, keys);
    }

    /** {@code spillway.jobs} as the waiting room sees it; {@code unreadable} is given what no version can read. */
    public LogView jobsView(Consumer<LogView.Entry> unreadable) {
        return new JobsView(scripts, unreadable);
    }

    /** {@code spillway.outcomes} as settled; {@code unreadable} is given what no version can read. */
    public LogView outcomesView(Consumer<LogView.Entry> unreadable) {
        return new OutcomesView(scripts, unreadable);
    }

    /** From now on {@code told} is told what this process benches and clears. */
    void watchBenches(BenchWatch told) {
        watch = told;
    }

    /** Whether Redis lost something that is being read again from the log, as of the last call. */
    public boolean recovering() {
        return scripts.recovering();
    }

    /** Why Redis does not answer now, in one line; empty if it does. */
    public Optional<String> whyAway() {
        try {
            redis.ping();
            return Optional.empty();
        } catch (JedisException e) {
            return Optional.of(reasons(e) + advice);
        }
    }

    private static String reasons(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .map(cause -> Optional.ofNullable(cause.getMessage())
                        .orElse(cause.getClass().getSimpleName()))
                .distinct()
                .collect(Collectors.joining(": "));
    }

    @Override
    public void close() {
        redis.close();
    }
}
