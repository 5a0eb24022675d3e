package io.spillway.gateway.availability;

import io.spillway.gateway.backbone.Draining;
import io.spillway.gateway.stream.Listener;
import io.spillway.gateway.watching.Watch;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tells a listener how all models stand and then what changes, until it hangs up or the process drains. */
@Singleton
class AvailabilityTelling {
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final AvailabilityFeed feed;
    private final AvailabilityShape shape;
    private final Draining draining;

    AvailabilityTelling(AvailabilityFeed feed, AvailabilityShape shape, Draining draining) {
        this.feed = feed;
        this.shape = shape;
        this.draining = draining;
    }

    void tell(Standing.Snapshot first, Listener listener) {
        Map<String, AvailabilityBody> told = new HashMap<>();
        try (Watch watch = feed.listen()) {
            if (!tell("snapshot", news(told, first), listener)) {
                return;
            }
            while (!listener.gone() && !draining.begun()) {
                watch.await(LOOK_AGAIN);
                List<AvailabilityBody> news = feed.latest()
                        .map(AvailabilityFeed.Seen::snapshot)
                        .filter(seen -> seenAfter(first.at(), seen))
                        .map(seen -> news(told, seen))
                        .orElse(List.of());
                if (news.isEmpty()) {
                    listener.keepAlive();
                } else if (!tell("changed", news, listener)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What differs from {@code told}, which then knows it. */
    private List<AvailabilityBody> news(Map<String, AvailabilityBody> told, Standing.Snapshot snapshot) {
        List<AvailabilityBody> news = shape.all(snapshot).stream()
                .filter(body -> !body.same(told.get(body.model())))
                .toList();
        news.forEach(body -> told.put(body.model(), body));
        return news;
    }

    /** What the feed saw before the listener came is older than what the listener was told first. */
    private static boolean seenAfter(Instant first, Standing.Snapshot seen) {
        return seen.at().isAfter(first);
    }

    private static boolean tell(String event, List<AvailabilityBody> data, Listener listener)
            throws InterruptedException {
        return listener.tell(event, AvailabilityBody.Listed.of(data));
    }
}
