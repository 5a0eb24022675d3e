package io.spillway.bench.engine;

import io.spillway.contract.cluster.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * {@code ./spillway bench engine MODEL.gguf [--engine llama-server[=PATH]] [--runs 5] [--slots 1,2,4,8]}; with
 * {@code --through TARGET} beside the running cluster's target with the same model.
 */
public final class EngineBench {
    private static final String USAGE =
            "usage: ./spillway bench engine MODEL.gguf [--engine llama-server[=PATH]] [--runs 5]"
                    + " [--slots 1,2,4,8] [--through TARGET]";

    /** The engines' log would stand in the table. Kept here: a logger that nobody holds forgets its level. */
    private static final Logger QUIET = Logger.getLogger("io.spillway.gguf");

    private EngineBench() {}

    /** Runs it and prints a table. */
    public static void main(String[] arguments) throws Exception {
        QUIET.setLevel(Level.WARNING);
        List<String> words = new ArrayList<>(List.of(arguments));
        Target.Engine engine = engine(option(words, "--engine"));
        int runs = option(words, "--runs").map(Integer::parseInt).orElse(5);
        List<Integer> slots = Arrays.stream(
                        option(words, "--slots").orElse("1,2,4,8").split(","))
                .map(Integer::parseInt)
                .toList();
        Optional<String> through = option(words, "--through");
        if (words.size() != 1 || runs < 1 || !Files.isRegularFile(Path.of(words.getFirst()))) {
            System.err.println(USAGE);
            System.exit(64);
        }
        Path file = Path.of(words.getFirst()).toAbsolutePath();
        Surroundings.describe(file, engine, runs);
        if (through.isPresent()) {
            Through.measure(file, engine, slots.getFirst(), runs, RunningCluster.of(through.get()));
            System.exit(0);
        }
        System.out.println("slots  prompt tokens/s  answer tokens/s   (medians; in all slots together)");
        for (int count : slots) {
            Speed speed = OpenEngine.measure(file, engine, count, runs);
            System.out.printf("%5d  %15.1f  %15.1f%n", count, speed.prompt(), speed.answer());
        }
        LlamaBench.run(file, runs).ifPresent(System.out::print);
        System.exit(0);
    }

    private static Target.Engine engine(Optional<String> word) {
        if (word.isEmpty() || word.get().equals("java-llama.cpp")) {
            return new Target.Engine.Binding();
        }
        return new Target.Engine.LlamaServer(
                word.get().startsWith("llama-server=") ? word.get().substring("llama-server=".length()) : word.get());
    }

    /** Takes an option and its value out of {@code words}. */
    private static Optional<String> option(List<String> words, String name) {
        int at = words.indexOf(name);
        if (at < 0 || at + 1 >= words.size()) {
            return Optional.empty();
        }
        words.remove(at);
        return Optional.of(words.remove(at));
    }
}
