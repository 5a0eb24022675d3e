package io.spillway.embedded;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import redis.embedded.core.ExecutableProvider;

/**
 * A server that speaks Redis: the machine's own, else the Redis 6.2 this project carries.
 *
 * @param path the executable
 * @param major its major version (Valkey counts on from Redis 7)
 */
public record RedisBinary(Path path, int major) {
    private static final Pattern VERSION = Pattern.compile("v=(\\d+)\\.");

    /**
     * Finds {@code redis-server} or {@code valkey-server} on the PATH, else unpacks the carried one.
     *
     * @param unpackTo where the carried one is put, once
     */
    public static RedisBinary find(Path unpackTo) throws IOException {
        Optional<Path> own = Stream.of("redis-server", "valkey-server")
                .flatMap(RedisBinary::onPath)
                .findFirst();
        Path path = own.isPresent() ? own.get() : carried(unpackTo);
        return new RedisBinary(path, majorOf(path));
    }

    /** The Redis 6.2 this project carries, whatever the machine has. */
    public static RedisBinary findCarried(Path unpackTo) throws IOException {
        Path path = carried(unpackTo);
        return new RedisBinary(path, majorOf(path));
    }

    private static Stream<Path> onPath(String name) {
        String searched = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.of(searched.split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable);
    }

    private static Path carried(Path unpackTo) throws IOException {
        Files.createDirectories(unpackTo);
        return ExecutableProvider.newJarResourceProvider(unpackTo.toFile())
                .get()
                .toPath();
    }

    /** {@code Redis server v=7.0.15 sha=…} */
    private static int majorOf(Path binary) throws IOException {
        Process asked = new ProcessBuilder(binary.toString(), "--version")
                .redirectErrorStream(true)
                .start();
        String said = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher version = VERSION.matcher(said);
        if (!version.find()) {
            throw new IOException(binary + " does not run on this machine: " + said.strip());
        }
        return Integer.parseInt(version.group(1));
    }
}
