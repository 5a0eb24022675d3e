package io.spillway.standalone.supervise;

import org.jspecify.annotations.Nullable;

/**
 * A model engine, a worker's child.
 *
 * @param name {@code engine-…}
 * @param port where its worker speaks to it, or null where it does not say
 */
public record EngineState(
        String name, ProcessMark mark, @Nullable Integer port) {}
