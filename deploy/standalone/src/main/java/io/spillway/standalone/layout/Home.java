package io.spillway.standalone.layout;

import java.nio.file.Path;

/**
 * The folder a cluster keeps everything in, {@code .spillway} by default.
 *
 * @param dir absolute
 */
public record Home(Path dir) {
    public Home {
        dir = dir.toAbsolutePath().normalize();
    }

    /** The broker's data. */
    public Path kafka() {
        return dir.resolve("kafka");
    }

    /** Redis' append-only file. */
    public Path redis() {
        return dir.resolve("redis");
    }

    /** The Redis this project carries, unpacked. */
    public Path binaries() {
        return dir.resolve("bin");
    }

    /** The log of one process. */
    public Path log(String process) {
        return logs().resolve(process + ".log");
    }

    /** The logs of all processes. */
    public Path logs() {
        return dir.resolve("logs");
    }

    /** The first admin key. */
    public Path adminKey() {
        return dir.resolve("admin.key");
    }

    /** Images, recordings, and what else is too large for the log. */
    public Path artifacts() {
        return dir.resolve("artifacts");
    }

    /** What the supervisor was told to run. */
    public Path layout() {
        return dir.resolve("layout.json");
    }

    /** What runs, as the supervisor last saw it. */
    public Path state() {
        return dir.resolve("cluster.json");
    }

    /** Held while a cluster is being started here. */
    public Path lock() {
        return dir.resolve("up.lock");
    }

    /** The mark on the command line of every process of this cluster. */
    public String mark() {
        return "-Dspillway.home=" + dir;
    }
}
