package io.spillway.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Outcomes are told apart by an exhaustive switch: a chain of instanceof forgets the next alternative. Looked for in the
 * source, since a switch over patterns leaves the same bytes behind.
 */
class OutcomesTest {
    private static final Pattern ASKS = Pattern.compile("instanceof\\s+Outcome\\.");

    @Test
    void noSourceAsksTwiceWhatAnOutcomeIs() {
        assertThat(chains(Repository.sources())).isEmpty();
    }

    @Test
    void aPlantedChainIsFound() {
        // Given
        Path planted = Repository.root().resolve("deploy/journey/src/test/java/io/spillway/planted");

        // Then
        assertThat(chains(Repository.sourcesIn(planted)))
                .extracting(path -> path.getFileName().toString())
                .containsExactly("ChainsInstanceof.java");
    }

    private static List<Path> chains(List<Path> sources) {
        return sources.stream().filter(OutcomesTest::asksTwice).toList();
    }

    private static boolean asksTwice(Path source) {
        try {
            return ASKS.matcher(Files.readString(source)).results().count() > 1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
