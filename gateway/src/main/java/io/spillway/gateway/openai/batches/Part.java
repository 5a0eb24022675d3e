package io.spillway.gateway.openai.batches;

import io.spillway.contract.artifact.ArtifactRef;
import java.util.List;
import java.util.Optional;

/**
 * Some lines of a batch that are done, as they stand in {@code spillway.state}. Should two gateways ever run a batch at
 * once, each writes parts of its own, and a line that is in several counts once.
 *
 * @param answered numbers of the lines in {@code output}, in its order
 * @param refused numbers of the lines in {@code errors}, in its order
 */
record Part(
        List<Integer> answered, List<Integer> refused, Optional<ArtifactRef> output, Optional<ArtifactRef> errors) {}
