package io.spillway.scheduling;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The parts of a script are one text: a function of one part must not hide that of another. */
class ScriptPartsTest {
    private static final Pattern FUNCTION = Pattern.compile("(?m)^local function (\\w+)");

    @Test
    void no_function_hides_another() throws IOException {
        // Given
        List<String> names;
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/io/spillway/scheduling"))) {
            names = files.map(file -> file.getFileName().toString().replace(".lua", ""))
                    .filter(name -> !name.equals("prelude"))
                    .toList();
        }

        // Then
        assertThat(names)
                .isNotEmpty()
                .allSatisfy(
                        name -> assertThat(hidden(ScriptSources.OWN.script(name).source()))
                                .as(name)
                                .isEmpty());
        assertThat(hidden("local function a() end\nlocal function b() end\nlocal function a() end"))
                .as("the planted mistake")
                .containsExactly("a");
    }

    private static List<String> hidden(String source) {
        Set<String> seen = new HashSet<>();
        List<String> twice = new ArrayList<>();
        Matcher function = FUNCTION.matcher(source);
        while (function.find()) {
            if (!seen.add(function.group(1))) {
                twice.add(function.group(1));
            }
        }
        return twice;
    }
}
