package io.spillway.testing;

import io.spillway.embedded.EmbeddedKafka;
import io.spillway.embedded.KafkaProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;

/** One broker for all tests of a JVM, in a process of its own that can be made to hang; it ends with the JVM. */
public final class TestKafka {
    private static final KafkaProcess KAFKA = start();

    private TestKafka() {}

    /** What a client takes as {@code bootstrap.servers}. */
    public static String bootstrapServers() {
        return KAFKA.bootstrapServers();
    }

    /** Stops the broker as a machine that hangs is stopped: its connections stay, and nothing is answered. */
    public static void hang() {
        signal("-STOP");
    }

    /** Lets it go on where it was. */
    public static void goOn() {
        signal("-CONT");
    }

    private static void signal(String signal) {
        try {
            int code = new ProcessBuilder(
                            "kill", signal, Long.toString(KAFKA.handle().pid()))
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IllegalStateException("kill " + signal + " answered " + code);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static KafkaProcess start() {
        try {
            KafkaProcess kafka = EmbeddedKafka.startProcess(
                    Files.createTempDirectory("spillway-kafka").resolve("data"), 0);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> kafka.handle().destroyForcibly()));
            return kafka;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
