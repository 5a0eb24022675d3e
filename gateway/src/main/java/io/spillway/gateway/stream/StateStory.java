package io.spillway.gateway.stream;

import io.spillway.contract.outcome.Attempt;
import io.spillway.contract.routing.TargetName;
import io.spillway.gateway.api.JobShape;
import io.spillway.scheduling.JobView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The states of a job that is not streamed: queued, then started, then each attempt as it ends, then the end. All of it
 * follows from the view, so any gateway numbers it alike.
 */
final class StateStory implements Story {
    private static final long STARTED = 2;

    @Override
    public Chapter after(long last, JobView view) {
        List<JobEvent> all = new ArrayList<>();
        all.add(Story.queued(view));
        if (view.startedAt().isPresent()
                || view.running().isPresent()
                || !view.attempts().isEmpty()) {
            all.add(Story.began(STARTED, "started", view, firstTarget(view)));
        }
        for (Attempt attempt : view.attempts()) {
            all.add(new JobEvent(all.size() + 1L, "attempt", JobShape.attempt(attempt)));
        }
        if (view.status().ended()) {
            all.add(Story.ended(all.size() + 1L, view));
        }
        return new Chapter(
                all.stream().filter(event -> event.id() > last).toList(),
                view.status().ended());
    }

    private static Optional<String> firstTarget(JobView view) {
        Optional<TargetName> first =
                view.attempts().stream().map(Attempt::target).findFirst();
        return first.or(view::running).map(TargetName::value);
    }
}
