package io.spillway.standalone.supervise;

import io.spillway.standalone.layout.Home;
import io.spillway.standalone.layout.ProcessSpec.Stage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Ends what a cluster left running, whether or not its supervisor still lives. */
public final class Leftovers {
    private static final Duration SUPERVISOR = Duration.ofSeconds(25);
    private static final Duration DRAIN = Duration.ofSeconds(12);
    private static final Duration STORE_STOP = Duration.ofSeconds(6);

    private Leftovers() {}

    /** Ends every process of this home; true if there was one. */
    public static boolean end(Home home) throws IOException {
        Optional<ClusterState> state = ClusterState.read(home);
        boolean found = false;
        if (state.isPresent() && state.get().supervisor().alive()) {
            endByItsSupervisor(state.get().supervisor());
            found = true;
        }
        for (Stage stage : List.of(Stage.APPLICATION, Stage.STORE)) {
            Set<ProcessMark> left = new LinkedHashSet<>();
            state.ifPresent(known -> left.addAll(known.marks(stage)));
            if (stage == Stage.STORE) {
                left.addAll(marked(home)); // whatever else carries this home's mark ends last
            }
            found |= left.stream().anyMatch(ProcessMark::alive);
            Ending.end(left, stage == Stage.APPLICATION ? DRAIN : STORE_STOP);
        }
        Files.deleteIfExists(home.state());
        return found;
    }

    /** It knows the order and what it has just started; it is killed only if it does not get done. */
    private static void endByItsSupervisor(ProcessMark supervisor) {
        if (supervisor.pid() == ProcessHandle.current().pid()) {
            throw new IllegalStateException("this cluster runs in this very process: close it there");
        }
        supervisor.handle().ifPresent(ProcessHandle::destroy);
        if (!Ending.await(() -> !supervisor.alive(), SUPERVISOR)) {
            supervisor.handle().ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    private static List<ProcessMark> marked(Home home) {
        long self = ProcessHandle.current().pid();
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            return all.filter(process -> process.pid() != self)
                    .filter(process -> hasMark(process, home))
                    .map(ProcessMark::of)
                    .toList();
        }
    }

    private static boolean hasMark(ProcessHandle process, Home home) {
        String line = process.info().commandLine().orElse("") + " ";
        return line.contains(home.mark() + " ")
                || environmentOf(process).contains("\0SPILLWAY_HOME=" + home.dir() + "\0");
    }

    /**
     * What the children inherit names their home too, Redis and engines included. Only who also carries the name of a
     * supervised process counts: a person may have set SPILLWAY_HOME in a shell.
     */
    private static String environmentOf(ProcessHandle process) {
        try {
            byte[] bytes = Files.readAllBytes(Path.of("/proc", Long.toString(process.pid()), "environ"));
            String all = "\0" + new String(bytes, StandardCharsets.UTF_8) + "\0";
            return all.contains("\0SPILLWAY_PROCESS=") ? all : "";
        } catch (IOException e) {
            return ""; // another user's, gone, or a system without /proc
        }
    }
}
