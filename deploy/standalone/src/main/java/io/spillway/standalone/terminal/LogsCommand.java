package io.spillway.standalone.terminal;

import io.spillway.standalone.layout.Complaint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what the processes said. */
@Command(name = "logs", description = "Show the logs of one process or of all.", mixinStandardHelpOptions = true)
final class LogsCommand implements Callable<Integer> {
    /** Long, and about the past: shown only when asked for. */
    private static final String BUILD = "build";

    private static final String SUFFIX = ".log";
    private static final long LOOK_EVERY_MILLIS = 200;

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "a process, as status names it")
    private @Nullable String name;

    @Option(
            names = {"-f", "--follow"},
            description = "go on until Ctrl-C")
    private boolean follow;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            description = "lines of each log (${DEFAULT-VALUE})")
    private int lines = 50;

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<LogTail> tails = tails();
        for (LogTail tail : tails) {
            tail.printLast(lines);
        }
        while (follow) {
            for (LogTail tail : tails) {
                tail.printNew();
            }
            Thread.sleep(LOOK_EVERY_MILLIS);
        }
        return 0;
    }

    private List<LogTail> tails() throws IOException {
        List<String> names = names();
        if (name != null && !names.contains(name)) {
            throw new Complaint(
                    "There is no log of " + name + ".",
                    Place.home().logs().toString(),
                    names.isEmpty() ? "Start with ./spillway up." : "There are: " + String.join(", ", names) + ".");
        }
        List<LogTail> tails = new ArrayList<>();
        for (String each : name == null ? names : List.of(name)) {
            if (name == null && each.equals(BUILD)) {
                continue;
            }
            String prefix = name == null ? "%-16s| ".formatted(each) : "";
            tails.add(new LogTail(Place.home().log(each), prefix, System.out));
        }
        return tails;
    }

    private static List<String> names() throws IOException {
        Path logs = Place.home().logs();
        if (!Files.isDirectory(logs)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(logs)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(SUFFIX))
                    .map(file -> file.substring(0, file.length() - SUFFIX.length()))
                    .sorted()
                    .toList();
        }
    }
}
