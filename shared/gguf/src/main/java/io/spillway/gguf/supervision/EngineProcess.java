package io.spillway.gguf.supervision;

import io.spillway.contract.cluster.Target;
import io.spillway.gguf.engine.EngineFolder;
import io.spillway.gguf.engine.EngineMain;
import io.spillway.gguf.protocol.Link;
import io.spillway.gguf.protocol.SocketLink;
import io.spillway.gguf.server.ServerApi;
import io.spillway.gguf.server.ServerLink;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** One child process with its socket, its log and its private folder. */
final class EngineProcess implements AutoCloseable {
    /** How long a JVM may take from its start to its connection, on a busy machine. */
    private static final Duration LONGEST_START = Duration.ofSeconds(60);
    /** Native code that reads strange files is given no keys; llama.cpp's own variables would override our settings. */
    private static final Pattern WITHHELD =
            Pattern.compile(".*(KEY|TOKEN|SECRET|PASSWORD).*|LLAMA_ARG_.*|JAVA_TOOL_OPTIONS|JDK_JAVA_OPTIONS");

    /** Where a build of the native library other than the binding's lies, for CUDA for instance. */
    private static final String OWN_LIBRARY = "de.kherud.llama.lib.path";

    private final Process process;
    private final Path folder;
    private final EngineLog log;
    private final Link link;
    private final Optional<Leash> leash;

    private EngineProcess(Process process, Path folder, EngineLog log, Link link, Optional<Leash> leash) {
        this.process = process;
        this.folder = folder;
        this.log = log;
        this.link = link;
        this.leash = leash;
    }

    /** Starts the process that is to run {@code file}; our own is waited for until it has connected. */
    static EngineProcess start(EngineSpec spec, Path file, Path logs) throws IOException, InterruptedException {
        return switch (spec.gguf().engine()) {
            case Target.Engine.Binding() -> own(spec, logs);
            case Target.Engine.LlamaServer(String command) -> server(new ServerCommand(command, spec, file), logs);
        };
    }

    private static EngineProcess server(ServerCommand command, Path logs) throws IOException {
        Path folder = Files.createTempDirectory("spillway-engine-");
        int port = ServerCommand.freePort();
        String key = ServerCommand.key();
        ProcessBuilder builder = command.builder(port);
        restrict(builder, command.spec());
        Process process = command.started(builder.directory(folder.toFile()).redirectErrorStream(true), folder, key);
        EngineLog log = new EngineLog(
                logs.resolve(command.spec().fileName() + ".log"), process.inputReader(StandardCharsets.UTF_8));
        Link link = new ServerLink(new ServerApi(port, key), process.toHandle());
        return new EngineProcess(process, folder, log, link, Optional.of(Leash.on(process)));
    }

    private static EngineProcess own(EngineSpec spec, Path logs) throws IOException, InterruptedException {
        // Private to this user (0700), and short: a socket's path may have 108 bytes.
        Path folder = Files.createTempDirectory("spillway-engine-");
        Path socket = folder.resolve("socket");
        boolean started = false;
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            Process process = launch(spec, folder, socket);
            EngineLog log =
                    new EngineLog(logs.resolve(spec.fileName() + ".log"), process.inputReader(StandardCharsets.UTF_8));
            EngineProcess engine = connected(process, server, folder, log);
            started = true;
            return engine;
        } finally {
            if (!started) {
                EngineFolder.remove(folder);
            }
        }
    }

    private static EngineProcess connected(Process process, ServerSocketChannel server, Path folder, EngineLog log)
            throws IOException, InterruptedException {
        boolean connected = false;
        // Whichever comes first closes the server and so ends the wait: a dead child, or too long a time.
        process.onExit().thenRun(() -> closeQuietly(server));
        CompletableFuture.runAsync(
                () -> closeQuietly(server),
                CompletableFuture.delayedExecutor(LONGEST_START.toSeconds(), TimeUnit.SECONDS));
        try {
            EngineProcess engine =
                    new EngineProcess(process, folder, log, new SocketLink(server.accept()), Optional.empty());
            connected = true;
            return engine;
        } catch (IOException e) {
            String cause = log.cause().orElse("it did not connect");
            throw new IOException("the engine did not start: " + cause, e);
        } finally {
            if (!connected) {
                process.destroyForcibly();
            }
        }
    }

    private static Process launch(EngineSpec spec, Path folder, Path socket) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dspillway.engine=" + spec.name(),
                "-Dspillway.engine.port=" + socket,
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + folder.resolve("hs_err.log"),
                "--enable-native-access=ALL-UNNAMED",
                // The binding unpacks its library under a fixed name: two engines would overwrite each other's.
                "-Dde.kherud.llama.tmpdir=" + folder,
                "-cp",
                EngineClassPath.get()));
        Optional.ofNullable(System.getProperty(OWN_LIBRARY))
                .ifPresent(path -> command.add("-D" + OWN_LIBRARY + "=" + path));
        command.addAll(List.of(
                EngineMain.class.getName(),
                socket.toString(),
                Long.toString(ProcessHandle.current().pid())));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        restrict(builder, spec);
        return builder.start();
    }

    /** Leaves out what it is not to know, and the GPUs that it is not to use. */
    private static void restrict(ProcessBuilder builder, EngineSpec spec) {
        builder.environment().keySet().removeIf(name -> WITHHELD.matcher(name).matches());
        // Numbers in the order of NVML and nvidia-smi; CUDA's own order is by speed.
        spec.device().ifPresent(device -> {
            builder.environment().put("CUDA_DEVICE_ORDER", "PCI_BUS_ID");
            builder.environment().put("CUDA_VISIBLE_DEVICES", Integer.toString(device));
        });
    }

    Link link() {
        return link;
    }

    long pid() {
        return process.pid();
    }

    void kill() {
        process.destroyForcibly();
    }

    /** Why a model did not load, in llama.cpp's words. */
    Optional<String> cause() throws InterruptedException {
        process.waitFor(5, TimeUnit.SECONDS);
        return log.cause();
    }

    /** How the process ended, for people; waits for it a moment, as its socket ends before it does. */
    String end() throws InterruptedException {
        if (!process.waitFor(5, TimeUnit.SECONDS)) {
            return "closed its connection";
        }
        int status = process.exitValue();
        return status > 128 ? "ended by signal " + (status - 128) : "ended with status " + status;
    }

    /** Ends the process, at the latest by force, and removes what it left. */
    @Override
    public void close() {
        // Closing its standard input is how a worker's end looks to an engine.
        closeQuietly(process.getOutputStream());
        // A server that is not ours does not look there.
        leash.ifPresent(_ -> process.destroy());
        link.close();
        try {
            if (!process.waitFor(1, TimeUnit.SECONDS)) {
                kill();
                process.waitFor(5, TimeUnit.SECONDS);
            }
        } catch (InterruptedException _) {
            kill();
            Thread.currentThread().interrupt();
        }
        leash.ifPresent(Leash::off);
        EngineFolder.remove(folder);
    }

    private static void closeQuietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception _) {
            // Closed is closed.
        }
    }
}
