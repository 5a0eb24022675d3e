package io.spillway.journey.language;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/** The ways in which Redis loses what it knew. */
public enum RedisLoss {
    /** {@code FLUSHALL}. */
    FLUSHED,
    /** SIGKILL, and a restart without its files. */
    KILLED_EMPTY,
    /** SIGKILL, and a restart with its files as they were a second before: what a failover to a late replica loses. */
    ROLLED_BACK;

    private static final Duration LAST_SECOND = Duration.ofSeconds(1);

    /** Lets it happen to the cluster's Redis, which is up again (or about to be) afterwards. */
    public void befall(Cluster cluster) {
        switch (this) {
            case FLUSHED -> cluster.flushRedis();
            case KILLED_EMPTY -> restartedWith(cluster, RedisLoss::emptied);
            case ROLLED_BACK -> rolledBack(cluster);
        }
    }

    private static void rolledBack(Cluster cluster) {
        Path before = Cluster.freshFolder("redis-a-second-ago");
        signal("-STOP", cluster);
        copied(cluster.run().home().redis(), before);
        signal("-CONT", cluster);
        Awaitility.await("another second").pollDelay(LAST_SECOND).until(() -> true);
        restartedWith(cluster, files -> {
            emptied(files);
            copied(before, files);
        });
    }

    /** Stopped before its files are changed, so that it cannot write into them; killed before it can notice. */
    private static void restartedWith(Cluster cluster, FileChange change) {
        signal("-STOP", cluster);
        change.apply(cluster.run().home().redis());
        cluster.run().process("redis").kill();
    }

    @FunctionalInterface
    private interface FileChange {
        void apply(Path folder);
    }

    private static void signal(String name, Cluster cluster) {
        Shell.Said said = new Shell(Cluster.root(), Map.of())
                .run(
                        Duration.ofSeconds(5),
                        "kill",
                        name,
                        Long.toString(cluster.run().process("redis").pid()));
        assertThat(said.code()).as(said.err()).isZero();
    }

    private static void emptied(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (!file.equals(folder)) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copied(Path from, Path to) {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copy = to.resolve(from.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
