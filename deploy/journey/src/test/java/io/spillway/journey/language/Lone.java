package io.spillway.journey.language;

import io.restassured.RestAssured;
import io.spillway.embedded.FreePort;
import io.spillway.standalone.layout.Applications;
import io.spillway.standalone.supervise.Probe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One gateway or worker with an environment of its own, kept by nobody: it may fail to start. */
public final class Lone implements AutoCloseable {
    private final Process process;
    private final Path log;
    private final int management;

    private Lone(Process process, Path log, int management) {
        this.process = process;
        this.log = log;
        this.management = management;
    }

    /**
     * Starts one; returns at once.
     *
     * @param module {@code gateway}, {@code worker-cloud} …
     * @param name what it is called here, and its log
     */
    public static Lone start(String module, String name, Path folder, Map<String, String> environment) {
        int management = FreePort.next();
        Path log = folder.resolve(name + ".log");
        ProcessBuilder builder = new ProcessBuilder(
                        Applications.builtIn(Cluster.root()).command(module, "-Dspillway.lone=" + name))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(listening(name, management));
        builder.environment().putAll(environment);
        try {
            return new Lone(builder.start(), log, management);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> listening(String name, int management) {
        Map<String, String> environment = new HashMap<>();
        environment.put("SPILLWAY_PROCESS", name);
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        environment.put("QUARKUS_HTTP_PORT", "0");
        environment.put("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
        environment.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(management));
        return environment;
    }

    /** Whether it takes work. */
    public boolean ready() {
        return Probe.ready(URI.create("http://127.0.0.1:" + management + "/q/health/ready"));
    }

    /** Everything it has said. */
    public String said() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One sample without labels of its metrics; NaN where there is none. */
    public double metric(String name) {
        String metrics = RestAssured.given()
                .accept("text/plain; version=0.0.4")
                .get("http://127.0.0.1:" + management + "/q/metrics")
                .asString();
        Matcher sample = Pattern.compile("(?m)^" + name + " (\\S+)$").matcher(metrics);
        return sample.find() ? Double.parseDouble(sample.group(1)) : Double.NaN;
    }

    /** Ends it as an operator would, and returns once it has. */
    public void end() {
        process.destroy();
        process.onExit().join();
    }

    public Process process() {
        return process;
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
