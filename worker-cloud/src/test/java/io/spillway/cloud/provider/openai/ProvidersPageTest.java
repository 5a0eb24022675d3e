package io.spillway.cloud.provider.openai;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The page on providers lists the rows by which refusals are judged, each with the vendor's page behind it. */
class ProvidersPageTest {
    @Test
    void listsEveryRowInOrderWithItsSource() throws IOException {
        // Given
        String page = Files.readString(Path.of("..", "docs", "providers.md"));
        int from = page.indexOf("## What a refusal means");
        for (FailureRow row : FailureTable.ROWS) {
            // When
            int line = page.indexOf("\n| " + row.meaning() + " | ", from);
            // Then
            assertThat(line).as("%s, in its place", row.meaning()).isPositive();
            assertThat(page.substring(line + 1, page.indexOf('\n', line + 1))).endsWith("| <" + row.source() + "> |");
            from = line;
        }
    }
}
