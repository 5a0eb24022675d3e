package io.spillway.gateway.backbone;

import io.spillway.contract.seal.PayloadKeys;
import io.spillway.log.LogEnds;
import io.spillway.log.LogWriter;
import io.spillway.log.StateTable;
import io.spillway.scheduling.Scheduler;
import io.spillway.scheduling.TokenStreams;

/**
 * What the gateway is connected to once Kafka has answered and the state has been read. Kafka and Redis may go away and
 * come back behind these at any time.
 *
 * @param partitions of {@code spillway.jobs} and {@code spillway.outcomes}
 * @param keys what payloads are encrypted with
 */
public record Connections(
        Scheduler scheduler, LogWriter log, StateTable state, LogEnds ends, int partitions, PayloadKeys keys) {
    /** The text of streamed jobs. */
    public TokenStreams tokens() {
        return scheduler.tokens(keys);
    }

    void close() {
        scheduler.close();
        ends.close();
        state.close();
        log.close();
    }
}
