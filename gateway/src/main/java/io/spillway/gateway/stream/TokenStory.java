package io.spillway.gateway.stream;

import io.spillway.scheduling.JobView;
import io.spillway.scheduling.TokenStreams;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The text of a streamed job as it comes. Event 1 is {@code queued}; entry N of the token stream is event N + 1; the
 * event after the last entry is the job's end. A reader whose last entry is not there any more is told the text anew, as a
 * restart: Redis has lost some of it, and the worker has written it again.
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
        long told = Math.max(last, QUEUED);
        // The view was looked at first: had the job ended by then, all of its text is in the stream now.
        boolean ended = view.status().ended();
        if (ended && endTold(told)) {
            return new Chapter(List.of(), true);
        }
        List<TokenStreams.Entry> entries = untold(told);
        List<JobEvent> events = new ArrayList<>();
        if (last < QUEUED) {
            events.add(Story.queued(view));
        }
        entries.forEach(entry -> events.add(event(entry, view, told == QUEUED && entry == entries.getFirst())));
        if (!ended || entries.size() == BATCH) {
            return new Chapter(events, false);
        }
        long end = entries.isEmpty() ? told : entries.getLast().number() + 1;
        events.add(Story.ended(end + 1, view));
        return new Chapter(events, true);
    }

    /** The entries after event {@code told}; all there are if its own is gone. */
    private List<TokenStreams.Entry> untold(long told) {
        if (told > QUEUED) {
            List<TokenStreams.Entry> known = tokens.read(told - 2, BATCH + 1);
            if (!known.isEmpty() && known.getFirst().number() == told - 1) {
                return known.subList(1, known.size());
            }
        }
        return tokens.read(0, BATCH);
    }

    /**
     * Whether the event {@code last} was the end itself: the one after the last entry. Should the stream be gone, the
     * end is told once more rather than never.
     */
    private boolean endTold(long last) {
        return last == QUEUED + 1
                ? tokens.read(0, 1).isEmpty()
                : last > QUEUED + 1
                        && tokens.read(last - 3, 2).stream()
                                .map(TokenStreams.Entry::number)
                                .toList()
                                .equals(List.of(last - 2));
    }

    private static JobEvent event(TokenStreams.Entry entry, JobView view, boolean first) {
        long id = entry.number() + 1;
        return switch (entry) {
            case TokenStreams.Entry.Began(long _, long _, var target) ->
                Story.began(id, first ? "started" : "restarted", view, Optional.of(target.value()));
            case TokenStreams.Entry.Text(long _, String text) -> new JobEvent(id, "token", new Story.Token(text));
        };
    }
}
