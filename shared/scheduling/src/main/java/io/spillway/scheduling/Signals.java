package io.spillway.scheduling;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.util.JedisURIHelper;

/**
 * Listens to what the scripts publish. A signal may be missed while Redis is away: it only makes things quicker, and
 * everybody who listens also asks by himself from time to time.
 */
public final class Signals implements AutoCloseable {
    /** What can be listened to. */
    public enum Topic {
        /** Jobs wait for targets; the message holds their plan, or {@code *}. */
        WAKE,
        /** A running job is to be stopped; the message is its id. */
        STOP,
        /** A job's view has changed; the message is its id. */
        CHANGED,
        /** There is something to sweep. */
        SWEEP,
        /** A target was benched; the message is its name. */
        BENCHED,
        /** An endpoint is to be told of a job's end; the message is its id. */
        TELL;

        String channel() {
            return Scripts.ROOT + name().toLowerCase(Locale.ROOT);
        }
    }

    private static final long RETRY_MS = 500;
    private final URI address;
    private final Map<String, Consumer<String>> listeners;
    private final Thread thread;
    private volatile boolean closed;
    private volatile JedisPubSub subscription = quiet();

    private Signals(URI address, Map<Topic, Consumer<String>> listeners) {
        this.address = address;
        this.listeners = listeners.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(entry -> entry.getKey().channel(), Map.Entry::getValue));
        this.thread = Thread.ofVirtual().name("signals").unstarted(this::listen);
    }

    /** Listens until closed; the listeners are called on one thread and must not block it. */
    public static Signals listen(URI redis, Map<Topic, Consumer<String>> listeners) {
        Signals signals = new Signals(redis, listeners);
        signals.thread.start();
        return signals;
    }

    private void listen() {
        while (!closed) {
            try (Jedis jedis = new Jedis(
                    new HostAndPort(
                            address.getHost(),
                            JedisURIHelper.getHostAndPort(address).getPort()),
                    Scheduler.client(address).socketTimeoutMillis(0).build())) {
                subscription = subscription();
                jedis.subscribe(subscription, listeners.keySet().toArray(String[]::new));
            } catch (JedisException e) {
                pause();
            }
        }
    }

    private JedisPubSub subscription() {
        return new JedisPubSub() {
            @Override
            public void onMessage(String channel, String message) {
                Consumer<String> listener = listeners.get(channel);
                if (listener != null) {
                    listener.accept(message);
                }
            }
        };
    }

    private static JedisPubSub quiet() {
        return new JedisPubSub() {};
    }

    private void pause() {
        try {
            Thread.sleep(RETRY_MS);
        } catch (InterruptedException e) {
            closed = true;
        }
    }

    @Override
    public void close() {
        closed = true;
        if (subscription.isSubscribed()) {
            subscription.unsubscribe();
        }
        thread.interrupt();
    }
}
