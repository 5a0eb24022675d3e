package io.spillway.standalone.supervise;

import io.spillway.standalone.layout.ClusterLayout;
import io.spillway.standalone.layout.Home;
import io.spillway.standalone.layout.Json;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** A supervisor in a process of its own, which outlives who started it and holds none of its descriptors. */
public final class DetachedSupervisor {
    private static final Duration FIRST_STATE = Duration.ofSeconds(20);
    private static final List<String> SMALL = List.of(
            "-Xmx64m", "-Xss512k", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED");

    private DetachedSupervisor() {}

    /** Starts one for this layout; returns as soon as it has written its first state. */
    public static void launch(Home home, ClusterLayout layout) throws IOException {
        Files.createDirectories(home.logs());
        Json.replace(home.layout(), layout);
        Path log = home.log("supervisor");
        LogFile.setAsideIfLong(log);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add(home.mark());
        command.addAll(SMALL);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), DetachedSupervisor.class.getName()));
        command.add(home.dir().toString());
        Process started = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        boolean answered = Ending.await(() -> !started.isAlive() || isRecorded(home, started.pid()), FIRST_STATE);
        if (!answered || !started.isAlive()) {
            started.destroyForcibly();
            throw new IOException("the supervisor did not start; see " + log);
        }
    }

    private static boolean isRecorded(Home home, long pid) {
        Optional<ClusterState> state = ClusterState.read(home);
        return state.isPresent() && state.get().supervisor().pid() == pid;
    }

    /**
     * Runs the layout in this home until SIGTERM.
     *
     * @param args the home
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        OwnSession.begin();
        Home home = new Home(Path.of(args[0]));
        Supervisor supervisor = Supervisor.start(home, Json.read(home.layout(), ClusterLayout.class));
        Runtime.getRuntime().addShutdownHook(new Thread(supervisor::stop, "stop"));
        new CountDownLatch(1).await();
    }
}
