package io.spillway.contract.call;

import java.net.URI;
import java.time.Instant;
import java.util.List;

/**
 * A device that serves models at an address of its own, as it last said.
 *
 * @param name the provider of the configuration that it is
 * @param models what it has now; empty: whatever is configured
 * @param until when it is taken to be gone, unless it says so again
 */
public record Device(String name, URI baseUrl, List<String> models, Instant seenAt, Instant until) {
    public Device {
        models = List.copyOf(models);
    }

    /** Whether it can be asked for {@code model}. */
    public boolean has(String model) {
        return models.isEmpty() || models.contains(model);
    }
}
