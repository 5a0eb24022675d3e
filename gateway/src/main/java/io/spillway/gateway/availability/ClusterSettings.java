package io.spillway.gateway.availability;

import io.spillway.contract.routing.TargetName;
import java.util.Optional;

/**
 * What an operator has set for the whole cluster, until he takes it back.
 *
 * @param fallback whether jobs may leave the first tier of their route; {@code false} counts for all of them
 * @param mode the route of jobs that name none, or the one called {@code default}
 * @param backup the target behind those of every route
 */
public record ClusterSettings(boolean fallback, Optional<String> mode, Optional<TargetName> backup) {
    /** As the configuration says. */
    public static final ClusterSettings NONE = new ClusterSettings(true, Optional.empty(), Optional.empty());
}
