package io.spillway.standalone.terminal;

import io.spillway.standalone.layout.AdminKey;
import io.spillway.standalone.layout.Json;
import io.spillway.standalone.supervise.ClusterState;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows what runs and whether it is ready. */
@Command(name = "status", description = "Show what runs; exit code 1 if nothing does.", mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
    @Option(names = "--json", description = "JSON only, for machines")
    private boolean json;

    private final Screen screen = new Screen();

    @Override
    public Integer call() throws IOException {
        Optional<ClusterState> state = ClusterState.read(Place.home()).filter(StatusCommand::somethingLives);
        if (state.isEmpty()) {
            screen.line(json ? Json.text(StatusReport.NOTHING) : "Nothing runs here; start it with ./spillway up.");
            return 1;
        }
        StatusReport report =
                StatusReport.of(state.get(), AdminKey.read(Place.home().adminKey()));
        if (json) {
            screen.line(Json.text(report));
        } else {
            print(report, state.get().supervisor().alive());
        }
        return 0;
    }

    private static boolean somethingLives(ClusterState state) {
        return state.supervisor().alive() || state.processes().stream().anyMatch(process -> process.alive());
    }

    private void print(StatusReport report, boolean supervised) {
        screen.line("API " + report.url() + "   management " + report.managementUrl());
        screen.line("");
        screen.line("  %-12s %-18s %8s %6s  %s".formatted("STATE", "NAME", "PID", "PORT", "RESTARTS"));
        report.processes().forEach(row -> screen.line(row(row)));
        if (!supervised) {
            screen.line("");
            screen.warn("The supervisor is gone, so what dies stays dead; ./spillway up starts afresh.");
        }
    }

    private String row(StatusReport.Row row) {
        String rest = "%-18s %8s %6s  %d".formatted(row.name(), shown(row.pid()), shown(row.port()), row.restarts());
        return "  " + state(row) + " " + rest;
    }

    private String state(StatusReport.Row row) {
        if (row.ready()) {
            return screen.in(Screen.Tone.GOOD, "%-12s".formatted("● ready"));
        }
        return row.pid() == null
                ? screen.in(Screen.Tone.BAD, "%-12s".formatted("▲ down"))
                : screen.in(Screen.Tone.WAITING, "%-12s".formatted("◔ starting"));
    }

    private static String shown(@Nullable Object value) {
        return value == null ? "-" : value.toString();
    }
}
