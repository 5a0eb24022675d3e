package io.spillway.architecture;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Maven refuses a dependency against the arrows, in a copy of all poms with one planted in each of many modules. */
class PomArrowsTest {
    private static final String APPLICATIONS = "applications see shared rooms, never each other";

    /** A module, and what it must not depend on; together without a cycle, so that Maven looks at all of them. */
    private static final Map<String, String> PLANTED = Map.ofEntries(
            Map.entry("shared/contract", "spillway-embedded"),
            Map.entry("shared/scheduling", "spillway-log"),
            Map.entry("shared/log", "spillway-gguf"),
            Map.entry("shared/worker", "spillway-gguf"),
            Map.entry("shared/gguf", "spillway-embedded"),
            Map.entry("gateway", "spillway-worker"),
            Map.entry("worker-cloud", "spillway-gguf"),
            Map.entry("worker-local", "spillway-embedded"),
            Map.entry("worker-gpu", "spillway-embedded"),
            Map.entry("deploy/bench", "spillway-worker"),
            Map.entry("deploy/standalone", "spillway-log"));

    private static final Map<String, String> REFUSALS = Map.ofEntries(
            Map.entry("contract", "contract depends on no other room"),
            Map.entry("scheduling", "scheduling sees contract only"),
            Map.entry("log", "log sees contract only"),
            Map.entry("worker", "worker sees contract, scheduling and log"),
            Map.entry("gguf", "gguf sees contract only"),
            Map.entry("gateway", APPLICATIONS),
            Map.entry("worker-cloud", APPLICATIONS),
            Map.entry("worker-local", APPLICATIONS),
            Map.entry("worker-gpu", APPLICATIONS),
            Map.entry("bench", "bench sees contract, scheduling, embedded and gguf"),
            Map.entry("standalone", "standalone starts the applications as processes and links none"));

    @TempDir
    Path copy;

    @Test
    void aPlantedDependencyIsRefusedInEveryModule() throws Exception {
        // Given
        Optional<Path> maven = onPath("mvn");
        assumeTrue(maven.isPresent(), "SKIPPED: no mvn on the PATH, so the arrows in the poms were not proven");
        copyPoms();
        for (Map.Entry<String, String> planted : PLANTED.entrySet()) {
            plant(copy.resolve(planted.getKey()).resolve("pom.xml"), planted.getValue());
        }

        // When
        List<String> said = run(maven.get(), "-o", "-B", "-fn", "validate");

        // Then
        PLANTED.forEach((module, artifact) -> {
            String name = Path.of(module).getFileName().toString();
            assertThat(refusal(said, "spillway-" + name))
                    .as("what Maven says of %s", name)
                    .contains("[ERROR] " + REFUSALS.get(name))
                    .anyMatch(line ->
                            line.matches("\\[ERROR\\]    io\\.spillway:" + artifact + ":jar:\\S+ <--- banned .*"));
        });
    }

    /** What Maven says of one module at the end. */
    private static List<String> refusal(List<String> said, String module) {
        return said.stream()
                .dropWhile(line -> !line.endsWith("on project " + module + ": "))
                .takeWhile(line -> !line.contains("-> [Help"))
                .toList();
    }

    private List<String> run(Path maven, String... arguments) throws IOException, InterruptedException {
        File output = copy.resolve("output.txt").toFile();
        ProcessBuilder builder = new ProcessBuilder(Stream.concat(Stream.of(maven.toString()), Arrays.stream(arguments))
                .toList());
        builder.directory(copy.toFile()).redirectErrorStream(true).redirectOutput(output);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return Files.readAllLines(output.toPath(), StandardCharsets.UTF_8);
    }

    private static void plant(Path pom, String artifact) throws IOException {
        String text = Files.readString(pom);
        String planted = "<dependencies><dependency><groupId>io.spillway</groupId><artifactId>" + artifact
                + "</artifactId></dependency>";
        assertThat(text).contains("<dependencies>");
        Files.writeString(pom, text.replaceFirst("<dependencies>", planted));
    }

    private void copyPoms() throws IOException {
        Path root = Repository.root();
        try (Stream<Path> files = Files.walk(root, 3)) {
            for (Path pom : files.filter(file -> file.endsWith("pom.xml")).toList()) {
                Path to = copy.resolve(root.relativize(pom).toString());
                Files.createDirectories(to.getParent());
                Files.copy(pom, to);
            }
        }
    }

    private static Optional<Path> onPath(String name) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
