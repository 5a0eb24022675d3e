package io.spillway.gateway.stream;

import io.spillway.scheduling.JobView;
import io.spillway.scheduling.TokenStreams;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The text of a streamed job as it comes. Event 1 is {@code queued}; entry N of the token stream is event N + 1; the
 * event after the last entry is the job's end.
 */
final class TokenStory implements Story {
    private static final int BATCH = 500;

    /** A job's token stream. */
    @FunctionalInterface
    interface Tokens {
        /** Up to {@code most} entries after the one numbered {@code after} (0 = from the first). */
        List<TokenStreams.Entry> read(long after, int most);
    }

    private final Tokens tokens;

    TokenStory(Tokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public Chapter after(long last, JobView view) {
        List<JobEvent> events = new ArrayList<>();
        if (last < QUEUED) {
            events.add(Story.queued(view));
        }
        long told = Math.max(last, QUEUED);
        // The view was looked at first: had the job ended by then, all of its text is in the stream now.
        List<TokenStreams.Entry> entries = tokens.read(told - 1, BATCH);
        entries.forEach(entry -> events.add(event(entry, view)));
        if (!view.status().ended() || entries.size() == BATCH) {
            return new Chapter(events, false);
        }
        long end = told + entries.size() + 1;
        if (!entries.isEmpty() || !endTold(told)) {
            events.add(Story.ended(end, view));
        }
        return new Chapter(events, true);
    }

    /**
     * Whether the event {@code last}, after which there is no text, was the end itself. Should the stream be gone, the
     * end is told once more rather than never.
     */
    private boolean endTold(long last) {
        if (last == QUEUED) {
            return false;
        }
        long entry = last - 1;
        boolean wasText = !tokens.read(entry - 1, 1).isEmpty();
        boolean streamGone = last > QUEUED + 1 && tokens.read(0, 1).isEmpty();
        return !wasText && !streamGone;
    }

    private static JobEvent event(TokenStreams.Entry entry, JobView view) {
        long id = entry.number() + 1;
        return switch (entry) {
            case TokenStreams.Entry.Began(long number, long _, var target) ->
                Story.began(id, number == 1 ? "started" : "restarted", view, Optional.of(target.value()));
            case TokenStreams.Entry.Text(long _, String text) -> new JobEvent(id, "token", new Story.Token(text));
        };
    }
}
