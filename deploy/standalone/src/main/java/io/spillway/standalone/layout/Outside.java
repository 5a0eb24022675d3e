package io.spillway.standalone.layout;

import org.jspecify.annotations.Nullable;

/**
 * What already runs elsewhere and is therefore not started here; null where nothing does.
 *
 * @param kafka {@code host:port}
 * @param redis {@code redis://host:port}
 */
public record Outside(@Nullable String kafka, @Nullable String redis) {
    /** Everything is started here. */
    public static final Outside NOTHING = new Outside(null, null);
}
