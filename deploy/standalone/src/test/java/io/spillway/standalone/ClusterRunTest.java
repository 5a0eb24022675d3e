package io.spillway.standalone;

import io.spillway.standalone.layout.Complaint;
import io.spillway.standalone.layout.Outside;
import io.spillway.standalone.layout.PortWishes;
import io.spillway.standalone.supervise.ProcessMark;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ClusterRunTest {
    @TempDir
    Path folder;

    @Test
    void storesAreReadyBeforeTheApplicationsStart() throws Exception {
        // Given applications that end at once when Kafka or Redis does not listen yet
        FakeCheckout checkout = FakeCheckout.in(folder);
        var options = checkout.options().outside(Outside.NOTHING).environment(Map.of("FAKE_NEEDS_STORES", "true"));

        // When
        List<ProcessMark> seen;
        try (ClusterRun run = ClusterRun.start(options)) {

            // Then all are ready and none had to be started twice
            assertThat(run.processes())
                    .extracting(RunningProcess::name)
                    .containsExactly("kafka", "redis", "gateway", "worker-local-1");
            assertThat(run.processes()).allMatch(RunningProcess::ready).allMatch(process -> process.restarts() == 0);
            assertThat(run.adminKey()).matches("sk-spill-[A-Za-z0-9_-]{43}");
            seen = marksOf(run);
        }

        // And nothing is left once it is closed
        assertThat(seen).hasSize(5).noneMatch(ProcessMark::alive);
    }

    @Test
    void aKilledProcessIsStartedAgain() throws Exception {
        // Given
        FakeCheckout checkout = FakeCheckout.in(folder);
        try (ClusterRun run = ClusterRun.start(checkout.options())) {
            RunningProcess gateway = run.process("gateway");
            long first = gateway.pid();

            // When
            gateway.kill();

            // Then
            Eventually.that("it was started again", () -> gateway.restarts() == 1);
            run.awaitReady();
            assertThat(gateway.pid()).isNotEqualTo(first);
            assertThat(gateway.ready()).isTrue();
        }
    }

    @Test
    void aStoppedProcessStaysDownUntilItIsStarted() throws Exception {
        // Given
        FakeCheckout checkout = FakeCheckout.in(folder);
        try (ClusterRun run = ClusterRun.start(checkout.options())) {
            RunningProcess worker = run.process("worker-local-1");

            // When
            worker.stop();

            // Then
            assertThat(worker.ready()).isFalse();
            assertThat(run.state().process("worker-local-1").orElseThrow().alive())
                    .isFalse();

            // And when started, it comes back
            worker.start();
            run.awaitReady();
            assertThat(worker.ready()).isTrue();
        }
    }

    @Test
    void twoClustersLiveSideBySide() throws Exception {
        // Given
        FakeCheckout one = FakeCheckout.in(folder.resolve("one"));
        FakeCheckout two = FakeCheckout.in(folder.resolve("two"));
        try (ClusterRun first = ClusterRun.start(one.options());
                ClusterRun second = ClusterRun.start(two.options())) {

            // When one of them is closed
            first.close();

            // Then the other does not notice
            assertThat(second.processes()).allMatch(RunningProcess::ready);
            assertThat(second.url()).isNotEqualTo(first.url());
        }
    }

    @Test
    void aTakenPortIsNamedWithTheWayOut() throws Exception {
        // Given
        FakeCheckout checkout = FakeCheckout.in(folder);
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = other.getLocalPort();

            // When, then
            assertThatThrownBy(() -> ClusterRun.start(checkout.options().ports(new PortWishes(port, 0, 0, 0))))
                    .isInstanceOfSatisfying(Complaint.class, complaint -> {
                        assertThat(complaint.what()).contains("Port " + port + " is taken", "gateway");
                        assertThat(complaint.remedy()).contains("--port", "SPILLWAY_PORT");
                    });
        }
    }

    private static List<ProcessMark> marksOf(ClusterRun run) {
        return run.state().processes().stream()
                .flatMap(process -> Stream.concat(
                        Stream.of(process.mark()), process.engines().stream().map(engine -> engine.mark())))
                .toList();
    }
}
