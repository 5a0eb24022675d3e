package io.spillway.testing;

import io.spillway.embedded.EmbeddedKafka;
import io.spillway.embedded.KafkaProcess;
import io.spillway.embedded.ScratchFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

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
        // The signal is sent at once, but each of the broker's threads stops when it is next looked at.
        String pid = Long.toString(KAFKA.handle().pid());
        while (!answer("ps", "-o", "state=", "-p", pid).startsWith("T")) {
            Thread.onSpinWait();
        }
    }

    /** Lets it go on where it was. */
    public static void goOn() {
        signal("-CONT");
    }

    private static void signal(String signal) {
        answer("kill", signal, Long.toString(KAFKA.handle().pid()));
    }

    private static String answer(String... command) {
        try {
            Process process = new ProcessBuilder(command).start();
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            int code = process.waitFor();
            if (code != 0) {
                throw new IllegalStateException(String.join(" ", command) + " answered " + code);
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static KafkaProcess start() {
        try {
            ScratchFolder folder = ScratchFolder.make("spillway-kafka");
            KafkaProcess kafka = EmbeddedKafka.startProcess(folder.path().resolve("data"), 0);
            // Nobody needs an orderly end of it, which takes seconds.
            folder.goAtExit(() -> {
                kafka.handle().destroyForcibly();
                kafka.handle().onExit().get(5, TimeUnit.SECONDS);
            });
            return kafka;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
