package io.spillway.gateway.audit;

import io.spillway.contract.wire.Wire;
import io.spillway.gateway.backbone.Away;
import io.spillway.gateway.backbone.Backbone;
import io.spillway.log.LogUnavailable;
import io.spillway.log.StateTable;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The latest entries, in {@code spillway.state}, so that all gateways have them and the loss of Redis takes none. */
@Singleton
class AuditLog {
    private static final String PREFIX = "audit/";
    private static final int KEPT = 10_000;
    private static final int DRAWN = 4;

    private final Backbone backbone;
    private final SecureRandom random = new SecureRandom();

    AuditLog(Backbone backbone) {
        this.backbone = backbone;
    }

    /** An id that sorts by time and that no other gateway gives. */
    String newId(Instant at) {
        byte[] drawn = new byte[DRAWN];
        random.nextBytes(drawn);
        return "aud_%014x".formatted(ChronoUnit.MICROS.between(Instant.EPOCH, at))
                + HexFormat.of().formatHex(drawn);
    }

    void add(AuditEntry entry) throws Away, LogUnavailable {
        state().put(PREFIX + entry.id(), Wire.text(entry));
        List<String> ids = state().all(PREFIX).keySet().stream().sorted().toList();
        for (String old : ids.subList(0, Math.max(0, ids.size() - KEPT))) {
            state().remove(old);
        }
    }

    /** The latest first. */
    List<AuditEntry> page(Optional<String> after, int most) throws Away {
        return state().all(PREFIX).entrySet().stream()
                .filter(each -> after.isEmpty() || each.getKey().compareTo(PREFIX + after.get()) < 0)
                .sorted(Map.Entry.<String, String>comparingByKey(Comparator.reverseOrder()))
                .limit(most)
                .map(each -> Wire.value(each.getValue(), AuditEntry.class))
                .toList();
    }

    private StateTable state() {
        return backbone.connections().state();
    }
}
