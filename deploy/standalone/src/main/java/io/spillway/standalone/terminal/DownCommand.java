package io.spillway.standalone.terminal;

import io.spillway.standalone.supervise.Leftovers;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Ends the cluster. */
@Command(name = "down", description = "End everything; the data is kept.", mixinStandardHelpOptions = true)
final class DownCommand implements Callable<Integer> {
    private final Screen screen = new Screen();

    @Override
    public Integer call() throws IOException {
        long start = System.nanoTime();
        screen.line("Stopping; running jobs get a few seconds to finish, the others stay queued.");
        if (Leftovers.end(Place.home())) {
            screen.done("down", Duration.ofNanos(System.nanoTime() - start), "no process is left; the data is kept");
        } else {
            screen.line("Nothing was running.");
        }
        return 0;
    }
}
