package io.spillway.gateway.openai.telling;

import io.spillway.contract.outcome.Output;
import io.spillway.scheduling.JobView;
import io.spillway.scheduling.TokenStreams;
import java.util.ArrayList;
import java.util.List;

/**
 * What has been told of a job, and what comes next. An OpenAI client puts all pieces of text together, so none can be
 * taken back: an answer that does not go on from what was told ends the stream.
 */
final class Recital {
    private final Narration narration;
    private final StringBuilder told = new StringBuilder();
    private long read;
    private boolean over;

    Recital(Narration narration) {
        this.narration = narration;
    }

    /** The number of the last entry of the token stream that was read. */
    long read() {
        return read;
    }

    /** Whether nothing comes any more. */
    boolean over() {
        return over;
    }

    /** The events for the next {@code entries} of the token stream. */
    List<Frame> heard(List<TokenStreams.Entry> entries, JobView view) {
        List<Frame> frames = new ArrayList<>();
        for (TokenStreams.Entry entry : entries) {
            if (!over) {
                read = entry.number();
                frames.addAll(heard(entry, view));
            }
        }
        return frames;
    }

    private List<Frame> heard(TokenStreams.Entry entry, JobView view) {
        return switch (entry) {
            case TokenStreams.Entry.Began(long _, long _, var target) ->
                told.isEmpty() ? narration.began(target.value()) : broken(view, Narration.Break.RESTARTED);
            case TokenStreams.Entry.Text(long _, String text) -> {
                told.append(text);
                yield narration.text(text);
            }
        };
    }

    /** The last events of a job that has ended, after all entries of its token stream. */
    List<Frame> ended(JobView view) {
        return switch (view.status()) {
            case COMPLETED -> completed(view);
            case FAILED, CANCELLED, EXPIRED -> {
                over = true;
                yield narration.failed(view);
            }
            case QUEUED, IN_PROGRESS -> List.of();
        };
    }

    /** Where the token stream has lost its end, or never was, the rest comes in one piece. */
    private List<Frame> completed(JobView view) {
        String text = view.output().map(Output::text).orElse("");
        if (!text.startsWith(told.toString())) {
            return broken(view, Narration.Break.OTHER_ANSWER);
        }
        over = true;
        String rest = text.substring(told.length());
        List<Frame> frames = new ArrayList<>();
        if (!rest.isEmpty()) {
            frames.addAll(narration.text(rest));
        }
        frames.addAll(narration.completed(view));
        return frames;
    }

    /** The last events of a stream that cannot go on. */
    List<Frame> broken(JobView view, Narration.Break why) {
        over = true;
        return narration.broken(view, why);
    }
}
