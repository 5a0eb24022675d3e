package io.spillway.standalone.supervise;

import io.spillway.standalone.layout.ProcessSpec.Stage;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One process as the supervisor last saw it.
 *
 * @param mark which process it is, or null while there is none
 * @param restarts how often it was started again
 * @param engines the model engines below it
 */
public record ProcessState(
        String name,
        Stage stage,
        int port,
        URI probe,
        @Nullable ProcessMark mark,
        int restarts,
        List<EngineState> engines) {
    /** Whether the process lives. */
    public boolean alive() {
        return mark != null && mark.alive();
    }
}
