package io.spillway.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Whoever is woken by an alert finds it in the runbook, and each alert has been proven to fire and not to fire. */
class RunbookTest {
    private static final Path ROOT = Repository.root();
    private static final Pattern ALERT = Pattern.compile("(?m)^ +- alert: (\\w+)$");
    private static final Pattern ENTRY = Pattern.compile("(?m)^## (Spillway\\w+)$");
    private static final Pattern QUIET = Pattern.compile("alertname: (\\w+), exp_alerts: \\[]");
    private static final Pattern FIRES = Pattern.compile("alertname: (\\w+)\\n +exp_alerts:\\n");

    @Test
    void everyAlertHasAnEntryAndEveryEntryAnAlert() throws IOException {
        // Given
        List<String> alerts = found(ALERT, "deploy/observability/alerts.yaml");
        // Then
        assertThat(alerts).hasSizeGreaterThan(10).doesNotHaveDuplicates();
        assertThat(found(ENTRY, "docs/runbook.md")).containsExactlyElementsOf(alerts);
    }

    @Test
    void everyAlertIsTestedToFire() throws IOException {
        // Given
        List<String> alerts = found(ALERT, "deploy/observability/alerts.yaml");
        // Then
        assertThat(found(FIRES, "deploy/observability/alerts.test.yaml")).containsAll(alerts);
    }

    @Test
    void everyAlertIsTestedNotToFire() throws IOException {
        // Given
        List<String> alerts = found(ALERT, "deploy/observability/alerts.yaml");
        // Then
        assertThat(found(QUIET, "deploy/observability/alerts.test.yaml")).containsAll(alerts);
    }

    private static List<String> found(Pattern pattern, String file) throws IOException {
        return pattern.matcher(Files.readString(ROOT.resolve(file)))
                .results()
                .map(match -> match.group(1))
                .toList();
    }
}
