package io.spillway.gateway.dashboard;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.spillway.gateway.backbone.Draining;
import io.spillway.gateway.stream.Listener;
import io.spillway.gateway.watching.Watch;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Tells a page how everything stands and then what changes, until it hangs up, may no longer listen, or the process
 * drains. Nothing is queued for it: a page that reads slowly hears of fewer, larger changes.
 */
@Singleton
class OpsTelling {
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);
    /** Nothing was seen for so long: Redis is away, and the page has to say so. */
    private static final Duration STALE = Duration.ofSeconds(6);

    private final PanoramaFeed feed;
    private final RecentJobs jobs;
    private final Figures figures;
    private final Draining draining;

    OpsTelling(PanoramaFeed feed, RecentJobs jobs, Figures figures, Draining draining) {
        this.feed = feed;
        this.jobs = jobs;
        this.figures = figures;
        this.draining = draining;
    }

    /** What has been told already. */
    private static final class Told {
        private Panorama panorama = Panorama.NOTHING;
        private long point;
        private long job;
        private boolean stale;
    }

    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    private record Stale(long seenAt) {}

    void tell(Panorama first, Listener listener, BooleanSupplier allowed) {
        Told told = new Told();
        try (Watch watch = feed.listen()) {
            boolean listening = listener.tell("snapshot", first.since(Panorama.NOTHING));
            told.panorama = first;
            while (listening && allowed.getAsBoolean() && !listener.gone() && !draining.begun()) {
                listening = news(told, listener);
                listener.keepAlive();
                watch.await(LOOK_AGAIN);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean news(Told told, Listener listener) throws InterruptedException {
        return panorama(told, listener) && points(told, listener) && changes(told, listener);
    }

    private boolean panorama(Told told, Listener listener) throws InterruptedException {
        Panorama latest = feed.latest();
        if (latest.at().isAfter(told.panorama.at())) {
            Panorama.News news = latest.since(told.panorama);
            boolean back = told.stale;
            told.panorama = latest;
            told.stale = false;
            return (news.isEmpty() && !back) || listener.tell("changed", news);
        }
        if (!told.stale && told.panorama.at().plus(STALE).isBefore(Instant.now())) {
            told.stale = true;
            return listener.tell("stale", new Stale(told.panorama.at().getEpochSecond()));
        }
        return true;
    }

    private boolean points(Told told, Listener listener) throws InterruptedException {
        List<Figures.Point> points = figures.after(told.point);
        if (points.isEmpty()) {
            return true;
        }
        told.point = points.getLast().at();
        return listener.tell("figures", points);
    }

    private boolean changes(Told told, Listener listener) throws InterruptedException {
        List<RecentJobs.Change> changes = jobs.after(told.job);
        if (changes.isEmpty()) {
            return true;
        }
        told.job = changes.getLast().number();
        return listener.tell(
                "jobs", changes.stream().map(RecentJobs.Change::row).toList());
    }
}
