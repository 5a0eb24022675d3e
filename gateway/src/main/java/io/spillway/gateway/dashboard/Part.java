package io.spillway.gateway.dashboard;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a panorama is made of. */
enum Part {
    TARGETS,
    ROUTES,
    WORKERS,
    /** What waits, by plan. */
    QUEUE,
    /** One row: what is set for the whole cluster. */
    SETTINGS;

    /** The word used in events. */
    @JsonValue
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
