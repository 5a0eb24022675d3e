package io.spillway.journey;

import io.spillway.journey.language.Cluster;
import io.spillway.journey.language.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What the README and the guides show is done, and answers what they say. */
@Order(7)
class ReadmeIT {
    private static final List<String> PAGES = List.of("README.md", "docs/guides/images-and-speech.md");
    private static final Pattern MARKED =
            Pattern.compile("<!-- journey: start -->(.*?)<!-- journey: end -->", Pattern.DOTALL);
    private static final Pattern EXAMPLE =
            Pattern.compile("```sh\\n(.*?)```(?:\\s*<!-- expect: (.*?) -->)?", Pattern.DOTALL);

    /** One example, with what its output must contain; empty if nothing is said about it. */
    private record Example(String script, String expected) {}

    @Test
    void everyMarkedExampleWorks() throws IOException {
        // Given
        Cluster cluster = Cluster.calm();
        List<Example> examples = examples();
        assertThat(examples).as("marked examples").hasSizeGreaterThan(2);
        Shell shell = new Shell(
                Cluster.root(),
                Map.of(
                        "SPILLWAY_URL", cluster.front().url(),
                        "SPILLWAY_KEY", cluster.front().key()));
        for (Example example : examples) {
            // When
            Shell.Said said = shell.run(Duration.ofSeconds(60), "bash", "-euo", "pipefail", "-c", example.script());
            // Then
            assertThat(said.code()).as("%s%n%s", example.script(), said.err()).isZero();
            assertThat(said.out()).as(example.script()).contains(example.expected());
        }
    }

    private static List<Example> examples() throws IOException {
        List<Example> examples = new ArrayList<>();
        for (String page : PAGES) {
            Matcher parts = MARKED.matcher(Files.readString(Cluster.root().resolve(page)));
            while (parts.find()) {
                Matcher blocks = EXAMPLE.matcher(parts.group(1));
                while (blocks.find()) {
                    examples.add(new Example(blocks.group(1), blocks.group(2) == null ? "" : blocks.group(2)));
                }
            }
        }
        return examples;
    }
}
