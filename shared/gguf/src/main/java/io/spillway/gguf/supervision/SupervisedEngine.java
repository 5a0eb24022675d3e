package io.spillway.gguf.supervision;

import io.spillway.contract.outcome.Outcome;
import io.spillway.gguf.file.Located;
import io.spillway.gguf.memory.Room;
import io.spillway.gguf.protocol.EngineReply;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One model that is to be ready, and the thread that sees to it from the start of its worker to the end. */
public final class SupervisedEngine implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(SupervisedEngine.class.getName());
    /** Threads an engine may have given up before it is replaced. */
    private static final int MOST_STUCK = 32;

    /** Jobs that were taken just before a model was withdrawn come within this time. */
    private static final Duration LATE = Duration.ofSeconds(1);

    private final EngineSpec spec;
    private final EngineSite site;
    private final Watch watch;
    private final Backoff crashes;
    private final Backoff failures;
    private final Thread thread;

    private volatile EngineState state = new EngineState.Fetching("");
    private volatile @Nullable EngineProcess process;
    private volatile Room.@Nullable Stay stay;
    private volatile int starts;

    private SupervisedEngine(EngineSpec spec, EngineSite site) {
        Pace pace = site.pace();
        this.spec = spec;
        this.site = site;
        this.watch = new Watch(pace);
        this.crashes = new Backoff(pace.afterCrash(), Pace.LONGEST_AFTER_CRASH);
        this.failures = new Backoff(pace.afterFailure(), Pace.LONGEST_AFTER_FAILURE);
        this.thread = Thread.ofVirtual().name(spec.name()).unstarted(this::run);
    }

    /** Begins to see to it, in the background. */
    public static SupervisedEngine start(EngineSpec spec, EngineSite site) {
        SupervisedEngine engine = new SupervisedEngine(spec, site);
        engine.thread.start();
        return engine;
    }

    public EngineSpec spec() {
        return spec;
    }

    public EngineState state() {
        return state;
    }

    /** Says that it is being used: of those that are not, others are loaded in place. */
    public void use() {
        Room.Stay now = stay;
        if (now != null) {
            now.use();
        }
    }

    public EngineStatus status() {
        EngineState now = state;
        EngineProcess running = process;
        long resident = now instanceof EngineState.Ready(EngineClient client)
                ? client.lastPong().residentBytes()
                : 0;
        return new EngineStatus(
                spec.name(),
                spec.target(),
                running == null ? OptionalLong.empty() : OptionalLong.of(running.pid()),
                now.word(),
                now.detail(),
                Math.max(0, starts - 1),
                resident > 0 ? OptionalLong.of(resident) : OptionalLong.empty(),
                spec.gguf().slots());
    }

    /** Ends the engine; calls that are still on end interrupted. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(10));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(life());
            }
        } catch (InterruptedException _) {
            LOG.log(System.Logger.Level.DEBUG, "engine stopped target={0}", spec.target());
        } finally {
            state = new EngineState.Stopped();
        }
    }

    /** One life of the engine, and the pause before the next; a surprise ends a life, never the supervision. */
    private Duration life() throws InterruptedException {
        try {
            return fetch();
        } catch (RuntimeException e) {
            return down(e.toString(), failures);
        }
    }

    /** Each of these takes the engine through one more part of its life and returns the pause after its end. */
    private Duration fetch() throws InterruptedException {
        state = new EngineState.Fetching("");
        return switch (site.files().locate(spec.gguf(), progress -> state = new EngineState.Fetching(progress))) {
            case Located.Missing(String reason) -> down(reason, failures);
            case Located.Here(Path file) -> enter(file);
        };
    }

    private Duration enter(Path file) throws InterruptedException {
        try {
            return enter(file, spec.asking(file));
        } catch (IOException e) {
            return down(String.valueOf(e.getMessage()), failures);
        }
    }

    private Duration enter(Path file, Room.Asking asking) throws InterruptedException {
        state = new EngineState.Resting();
        return switch (site.room().enter(asking)) {
            case Room.TooLarge(String reason) -> down(reason, failures);
            case Room.Welcome(Room.Stay welcome) -> {
                try (welcome) {
                    stay = welcome;
                    yield launch(file, welcome);
                } finally {
                    stay = null;
                }
            }
        };
    }

    private Duration launch(Path file, Room.Stay welcome) throws InterruptedException {
        state = new EngineState.Loading();
        starts++;
        try (EngineProcess started = EngineProcess.start(spec.on(welcome.device()), file, site.logs())) {
            process = started;
            EngineClient client = new EngineClient(spec.target(), started.link());
            try {
                return load(file, started, client, welcome);
            } finally {
                client.end(new Outcome.Interrupted("the worker stops"));
            }
        } catch (IOException e) {
            return down(String.valueOf(e.getMessage()), failures);
        } finally {
            process = null;
        }
    }

    private Duration load(Path file, EngineProcess running, EngineClient client, Room.Stay welcome)
            throws InterruptedException {
        Instant begun = Instant.now();
        CompletableFuture<EngineReply> loaded = client.load(spec.load(file));
        Optional<String> killed = watch.until(CompletableFuture.anyOf(loaded, client.silent()), running, client);
        switch (loaded.getNow(null)) {
            case EngineReply.Ready ready -> {
                LOG.log(
                        System.Logger.Level.INFO,
                        "engine ready target={0} pid={1} template={2} context={3} slots={4} ms={5}",
                        spec.target(),
                        Long.toString(running.pid()),
                        ready.template(),
                        Integer.toString(ready.context()),
                        Integer.toString(spec.gguf().slots()),
                        Long.toString(Duration.between(begun, Instant.now()).toMillis()));
                failures.reset();
                return serve(running, client, welcome);
            }
            case EngineReply.NotLoaded(String reason) -> {
                return down(
                        TooNew.explained(
                                running.cause().orElse(reason), spec.gguf().engine()),
                        failures);
            }
            case null, default -> {
                String end = killed.isPresent() ? killed.get() : running.end();
                String reason = "while loading the engine " + end
                        + running.cause().map(c -> ": " + c).orElse("");
                return down(TooNew.explained(reason, spec.gguf().engine()), failures);
            }
        }
    }

    private Duration serve(EngineProcess running, EngineClient client, Room.Stay welcome) throws InterruptedException {
        Instant begun = Instant.now();
        state = new EngineState.Ready(client);
        client.ping();
        Optional<String> killed = watch.until(
                CompletableFuture.anyOf(client.silent(), welcome.leave()), running, client, () -> worn(client));
        if (!client.silent().isDone()) {
            leave(running, client);
            return Duration.ZERO;
        }
        if (Duration.between(begun, Instant.now()).compareTo(Pace.FORGIVEN_AFTER) > 0) {
            crashes.reset();
        }
        String end = "the engine of " + spec.target() + " " + (killed.isPresent() ? killed.get() : running.end());
        Duration pause = down(end, crashes);
        client.end(new Outcome.Crashed(end));
        return pause;
    }

    /** Takes no more calls, and ends once those it has have ended and no late one has come for a while. */
    private void leave(EngineProcess running, EngineClient client) throws InterruptedException {
        state = new EngineState.Leaving(client);
        CompletableFuture<Void> idle = new CompletableFuture<>();
        Thread waiting = Thread.ofVirtual().name("engine-leaving").start(() -> client.awaitIdle(LATE, idle));
        try {
            watch.until(CompletableFuture.anyOf(client.silent(), idle), running, client);
        } finally {
            waiting.interrupt();
        }
    }

    /** Withdraws an engine that has given up many threads, and answers yes once its last calls have ended. */
    private boolean worn(EngineClient client) {
        if (client.lastPong().stuck() <= MOST_STUCK) {
            return false;
        }
        boolean withdrawnBefore = state instanceof EngineState.Loading;
        state = new EngineState.Loading();
        return withdrawnBefore && client.idle();
    }

    private Duration down(String reason, Backoff backoff) {
        Duration pause = backoff.next();
        state = new EngineState.Down(reason, Instant.now().plus(pause));
        LOG.log(
                System.Logger.Level.WARNING,
                "engine down target={0} retry_ms={1} reason={2}",
                spec.target(),
                Long.toString(pause.toMillis()),
                reason);
        return pause;
    }
}
