package io.spillway.gateway.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;

/**
 * One thing that an operator did, as it stands in {@code spillway.state}.
 *
 * @param id sorts by time
 * @param key what operators call the key it was done with
 * @param method of HTTP
 * @param path what it was done to; where something was made, its address
 * @param from how that was before, where it is known
 * @param to how it is since
 */
record AuditEntry(
        String id,
        Instant at,
        String key,
        String tenant,
        String method,
        String path,
        int status,
        Optional<JsonNode> from,
        Optional<JsonNode> to) {}
