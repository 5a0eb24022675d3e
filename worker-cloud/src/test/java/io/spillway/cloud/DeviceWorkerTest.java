package io.spillway.cloud;

import io.spillway.contract.job.Job;
import io.spillway.contract.outcome.ExhaustionKind;
import io.spillway.scheduling.JobView;
import io.spillway.testing.provider.ScriptedProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.spillway.cloud.GuideCluster.path;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Jobs wait for a device that is not there, and go to it when it comes. */
class DeviceWorkerTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String PHONE = "phone/gemma-2b";

    @TempDir
    private Path artifacts;

    @Test
    void aJobWaitsUntilTheDeviceIsThereAndAnotherOnceItHasLeft() {
        // Given
        Map<String, String> environment = Map.of("PHONES", "127.0.0.0/8");
        try (ScriptedProvider phone = ScriptedProvider.start();
                GuideCluster cluster = GuideCluster.of("cloud-server-phone", environment, artifacts)) {
            // When
            Job waiting = cluster.submitChat("phone_only", "a story");
            await().atMost(SOON).until(() -> !cluster.state(PHONE).available());
            // Then
            assertThat(cluster.state(PHONE).keys().getFirst().kind()).contains(ExhaustionKind.UNHEALTHY);
            assertThat(cluster.state(PHONE).keys().getFirst().why())
                    .isEqualTo("health check: no device is registered as phone");
            // When
            cluster.register("phone", phone.baseUrl());
            JobView answered = cluster.ended(waiting);
            // Then
            assertThat(path(answered)).containsExactly(PHONE + ": completed");
            // When
            cluster.leave("phone");
            Job another = cluster.submitChat("phone_only", "another");
            await().atMost(SOON).until(() -> cluster.waitsFor(another).equals("exhausted"));
            // Then
            assertThat(cluster.state(PHONE).available()).isFalse();
            assertThat(phone.journal().calls()).hasSize(1);
        }
    }
}
