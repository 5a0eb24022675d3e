package io.spillway.standalone.terminal;

import io.spillway.standalone.supervise.ClusterState;
import io.spillway.standalone.supervise.EngineState;
import io.spillway.standalone.supervise.Probe;
import io.spillway.standalone.supervise.ProcessMark;
import io.spillway.standalone.supervise.ProcessState;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What {@code status} says; its shape is what {@code status --json} prints.
 *
 * @param url null when nothing runs
 * @param processes a process that is down at the moment has no pid
 */
record StatusReport(
        @Nullable String url,
        @Nullable String managementUrl,
        @Nullable String adminKey,
        List<Row> processes) {
    /** One process. */
    record Row(String name, @Nullable Long pid, @Nullable Integer port, boolean ready, int restarts) {}

    static final StatusReport NOTHING = new StatusReport(null, null, null, List.of());

    /** Asks every process now: what the supervisor wrote a second ago may no longer be true. */
    static StatusReport of(ClusterState state, String adminKey) {
        List<Row> rows =
                state.processes().parallelStream().flatMap(StatusReport::rows).toList();
        return new StatusReport(state.url(), state.managementUrl(), adminKey, rows);
    }

    private static Stream<Row> rows(ProcessState process) {
        ProcessMark mark = process.mark();
        boolean alive = process.alive();
        Row own = new Row(
                process.name(),
                alive && mark != null ? mark.pid() : null,
                process.port(),
                alive && Probe.ready(process.probe()),
                process.restarts());
        return Stream.concat(
                Stream.of(own),
                process.engines().stream()
                        .filter(engine -> engine.mark().alive())
                        .map(StatusReport::row));
    }

    private static Row row(EngineState engine) {
        return new Row(engine.name(), engine.mark().pid(), engine.port(), true, 0);
    }
}
