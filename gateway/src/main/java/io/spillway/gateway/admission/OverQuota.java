package io.spillway.gateway.admission;

import io.spillway.gateway.refusal.Problem;
import io.spillway.gateway.refusal.Refusal;
import io.spillway.scheduling.Admitted;
import io.spillway.scheduling.QuotaLimit;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Says to a client which of its limits is full, and when there is room again.
 *
 * @see <a href="https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/">RateLimit header fields for HTTP</a>
 */
final class OverQuota {
    private static final int MILLIONTHS = 6;

    private OverQuota() {}

    /** @param limits all that the caller has */
    static Refusal refusal(Admitted.OverQuota over, List<QuotaLimit> limits) {
        QuotaLimit full = over.limit();
        long seconds = Math.max(1, seconds(over.at(), full.window().end(over.at())));
        return Refusal.of(
                        Problem.Kind.OVER_QUOTA,
                        "The limit " + full.word() + " of this "
                                + full.scope().name().toLowerCase(Locale.ROOT) + " does not have room for the job: "
                                + amount(full, over.used()) + " of " + amount(full, full.most())
                                + (isWindow(full)
                                        ? " are used. A new window begins in " + seconds + " s."
                                        : " wait already."))
                .with("Retry-After", Long.toString(seconds))
                .with("RateLimit", name(full) + ";r=" + Math.max(0, full.most() - over.used()) + ";t=" + seconds)
                .with(
                        "RateLimit-Policy",
                        limits.stream().map(limit -> policy(limit, over.at())).collect(Collectors.joining(", ")));
    }

    private static String policy(QuotaLimit limit, Instant at) {
        String window = ";w=" + seconds(limit.window().start(at), limit.window().end(at));
        return name(limit) + ";q=" + limit.most() + (isWindow(limit) ? window : "");
    }

    private static boolean isWindow(QuotaLimit limit) {
        return limit.window() != QuotaLimit.Window.NOW;
    }

    private static String name(QuotaLimit limit) {
        return "\"" + (limit.scope() == QuotaLimit.Scope.KEY ? "key_" : "") + limit.word() + "\"";
    }

    private static String amount(QuotaLimit limit, long amount) {
        return limit.measure() == QuotaLimit.Measure.COST
                ? BigDecimal.valueOf(amount, MILLIONTHS).stripTrailingZeros().toPlainString()
                : Long.toString(amount);
    }

    private static long seconds(Instant from, Instant to) {
        return Duration.between(from, to).plusMillis(999).toSeconds();
    }
}
