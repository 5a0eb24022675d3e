package io.spillway.standalone.layout;

import org.jspecify.annotations.Nullable;

/**
 * The ports asked for; null leaves the choice open, 0 asks for any free one.
 *
 * @param gateway the API, 8080 by default
 * @param management health and metrics of the gateway, 9000 by default; the workers' follow it
 * @param kafka 9092 by default, any free one where that is taken
 * @param redis 6379 by default, any free one where that is taken
 */
public record PortWishes(
        @Nullable Integer gateway,
        @Nullable Integer management,
        @Nullable Integer kafka,
        @Nullable Integer redis) {
    /** The defaults. */
    public static final PortWishes NONE = new PortWishes(null, null, null, null);

    /** Free ports for everything: any number of such clusters live side by side. */
    public static final PortWishes ANY_FREE = new PortWishes(0, 0, 0, 0);
}
