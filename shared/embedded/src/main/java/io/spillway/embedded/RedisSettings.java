package io.spillway.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What the one Redis is told: loopback, no password, nothing evicted, no snapshots.
 *
 * @param dir where its append-only file lives
 * @param port the port clients use
 * @param durability whether what it holds survives a restart
 */
public record RedisSettings(Path dir, int port, Durability durability) {
    /** How much a restart keeps. */
    public enum Durability {
        /** An append-only file, synced every second. */
        APPEND_ONLY("yes"),
        /** Nothing is written. */
        NONE("no");

        private final String appendonly;

        Durability(String appendonly) {
            this.appendonly = appendonly;
        }
    }

    /** The command that runs it in the foreground. */
    public List<String> command(RedisBinary binary) throws IOException {
        Files.createDirectories(dir);
        refuseNewerData(binary);
        return List.of(
                binary.path().toString(),
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--dir",
                dir.toAbsolutePath().toString(),
                "--appendonly",
                durability.appendonly,
                "--appendfsync",
                "everysec",
                "--save",
                "",
                "--maxmemory-policy",
                "noeviction",
                "--daemonize",
                "no");
    }

    /** Redis 7 keeps its log in a folder that 6.2 would silently overlook, and start empty. */
    private void refuseNewerData(RedisBinary binary) throws IOException {
        if (durability == Durability.APPEND_ONLY && binary.major() < 7 && Files.exists(dir.resolve("appendonlydir"))) {
            throw new IOException("the data in " + dir + " was written by Redis 7 or newer, and " + binary.path()
                    + " is Redis " + binary.major()
                    + ": install redis-server 7 again, or move that folder away (the queue is rebuilt from Kafka)");
        }
    }
}
