package io.spillway.embedded;

import io.spillway.embedded.RedisSettings.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A Redis in a child process on loopback that answers from the moment one gets hold of it until it is closed. */
public final class EmbeddedRedis implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(20);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

    private final int port;
    private final List<String> command;
    private final Process process;

    private EmbeddedRedis(int port, List<String> command, Process process) {
        this.port = port;
        this.command = command;
        this.process = process;
    }

    /** One for a test: the machine's own or the carried one, on a free port, keeping nothing. */
    public static EmbeddedRedis start(Path dir) throws IOException {
        return start(RedisBinary.find(dir.resolve("bin")), new RedisSettings(dir, 0, Durability.NONE));
    }

    /** One with the given settings; port 0 is a free one. */
    public static EmbeddedRedis start(RedisBinary binary, RedisSettings wished) throws IOException {
        int port = FreePort.orWished(wished.port());
        List<String> command = new RedisSettings(wished.dir(), port, wished.durability()).command(binary);
        Path log = wished.dir().resolve("redis.log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            Await.readyWhileAlive("Redis", START_LIMIT, process, () -> RedisPing.answers(port));
        } catch (IllegalStateException e) {
            process.destroyForcibly();
            throw new IOException(e.getMessage() + "; it said:\n" + Files.readString(log), e);
        }
        return new EmbeddedRedis(port, command, process);
    }

    /** The port clients connect to. */
    public int port() {
        return port;
    }

    /** What a client takes as its address. */
    public String uri() {
        return "redis://127.0.0.1:" + port;
    }

    /** The process, to be looked at or killed. */
    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** The command line it was started with. */
    public List<String> command() {
        return command;
    }

    @Override
    public void close() {
        Await.ended(process, STOP_LIMIT);
    }
}
