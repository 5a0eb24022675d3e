package io.spillway.journey;

import io.spillway.journey.language.Bounded;
import io.spillway.journey.language.Cluster;
import io.spillway.journey.language.Front;
import io.spillway.journey.language.Load;
import io.spillway.journey.language.MixedQuotas;
import io.spillway.journey.language.Pressing;
import io.spillway.journey.language.QuotaAudit;
import io.spillway.journey.language.QuotaWindow;
import io.spillway.journey.language.SecondGateway;
import io.spillway.journey.language.Seen;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;

/**
 * A hundred tenants with quotas of every kind, each of which wants more than it may have, through two gateways. Run when
 * asked for by its name: {@code -Dit.test=ManyTenants -Dminutes=10 -Drate=60} (jobs/s in all); the figures are in
 * docs/benchmarks.md.
 */
class ManyTenants {
    private static final int TENANTS = Integer.getInteger("tenants", 100);
    private static final int MINUTES = Integer.getInteger("minutes", 10);
    private static final int RATE = Integer.getInteger("rate", 60);
    private static final int READERS = 16;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Cluster cluster = Cluster.calm();
    private final Front operator = cluster.front();

    @Test
    void nobodyGetsMoreThanItMayHave() {
        // Given
        List<Bounded> tenants = MixedQuotas.make(operator, TENANTS, MINUTES, RATE);
        Pressing.answer(cluster.models());
        try (SecondGateway second = cluster.secondGateway()) {
            Front other = second.openTo(tenants.getLast().keys().getLast().secret());

            // When
            List<Pressing.Told> told = Pressing.press(List.of(operator, other), tenants, Duration.ofMinutes(MINUTES));
            List<Pressing.Told> pending = QuotaAudit.of(cluster, tenants, told).pending();
            Load.of(operator, READERS).each(pending, ManyTenants::endedOrWaiting);

            // Then
            QuotaAudit audit = still(tenants, told);
            say(audit, told);
            audit.nothingWasTakenByWhatWasRefused(told);
            assertThat(audit.windows()).isNotEmpty().allMatch(window -> window.over() == 0);
            assertThat(audit.noneAreTooManyAtOnce()).isPositive();
            assertThat(audit.ended("completed"))
                    .isEqualTo(audit.accepted() - audit.pending().size());
            operator.asking().get("/ops/usage/check").then().statusCode(200).body("differences", empty());
        }
    }

    /** Between two windows, when nobody is called: then ledger, counters and the provider's journal have to agree. */
    private QuotaAudit still(List<Bounded> tenants, List<Pressing.Told> told) {
        AtomicReference<QuotaAudit> audit = new AtomicReference<>();
        Awaitility.await("all agree")
                .atMost(PATIENCE)
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofSeconds(2))
                .untilAsserted(() -> {
                    audit.set(QuotaAudit.of(cluster, tenants, told));
                    assertThat(audit.get().differences(cluster)).isEmpty();
                });
        return audit.get();
    }

    /** The job once it has ended, or stands where a quota holds it. */
    private static Seen endedOrWaiting(Pressing.Told told) {
        return Awaitility.await("ended or waiting for its quota")
                .atMost(PATIENCE)
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofSeconds(1))
                .until(told::look, seen -> seen.ended() || seen.waitingFor().equals("quota"));
    }

    private static void say(QuotaAudit audit, List<Pressing.Told> told) {
        List<QuotaWindow> windows = audit.windows();
        say(
                "%d tenants for %d min through two gateways: %,d jobs submitted, %.0f/s",
                TENANTS, MINUTES, told.size(), told.size() / (60.0 * MINUTES));
        say(
                "accepted %,d, refused %,d; waited %,d, completed %,d, still waiting %,d; asked again after a 503: %,d",
                audit.accepted(),
                told.size() - audit.accepted(),
                audit.waited(),
                audit.ended("completed"),
                audit.pending().size(),
                told.stream().mapToInt(Pressing.Told::again).sum());
        say(
                "%,d windows of limits checked, %,d of them used to the last unit; largest use %.4f of the limit; over-grant %d",
                windows.size(),
                windows.stream()
                        .filter(window -> window.used() == window.most())
                        .count(),
                windows.stream().mapToDouble(QuotaWindow::ratio).max().orElseThrow(),
                windows.stream().mapToLong(QuotaWindow::over).sum());
        windows.stream()
                .filter(window -> window.over() > 0)
                .sorted(Comparator.comparingLong(QuotaWindow::over).reversed())
                .limit(10)
                .forEach(window -> say("over: %s", window));
        say("load average %.1f", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private static void say(String text, Object... values) {
        System.out.printf(Locale.ROOT, "figures: " + text + "%n", values);
    }
}
