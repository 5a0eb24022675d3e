package io.spillway.standalone.supervise;

import io.spillway.standalone.layout.Home;
import io.spillway.standalone.layout.Json;
import io.spillway.standalone.layout.ProcessSpec.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What runs in a home, kept in {@code cluster.json} by the supervisor. It holds no key.
 *
 * @param supervisor who keeps it running
 */
public record ClusterState(String url, String managementUrl, ProcessMark supervisor, List<ProcessState> processes) {
    /** The state last written in this home, if any. */
    public static Optional<ClusterState> read(Home home) {
        try {
            return Files.exists(home.state())
                    ? Optional.of(Json.read(home.state(), ClusterState.class))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // written by another version: leftovers are then found by their mark
        }
    }

    /** The state of this home, if its supervisor lives. */
    public static Optional<ClusterState> running(Home home) {
        return read(home).filter(state -> state.supervisor().alive());
    }

    /** Every process named here of one stage, engines included. */
    List<ProcessMark> marks(Stage stage) {
        List<ProcessMark> marks = new ArrayList<>();
        for (ProcessState process : processes) {
            ProcessMark mark = process.mark();
            if (process.stage() == stage && mark != null) {
                marks.add(mark);
            }
            if (process.stage() == stage) {
                process.engines().forEach(engine -> marks.add(engine.mark()));
            }
        }
        return marks;
    }

    /** One process, by its name. */
    public Optional<ProcessState> process(String name) {
        return processes.stream().filter(process -> process.name().equals(name)).findFirst();
    }
}
