package io.spillway.standalone.terminal;

import io.spillway.standalone.frontdoor.ChatRequest;
import io.spillway.standalone.frontdoor.FrontDoor;
import io.spillway.standalone.frontdoor.JobView;
import io.spillway.standalone.layout.Complaint;
import java.time.Duration;

/** Asks the new cluster one question. That it has no answer yet is worth a warning, not a failed start. */
final class SampleJob {
    private static final Duration LOOK = Duration.ofSeconds(3);
    private static final String PROMPT = "Tell me about rivers.";

    private final Screen screen;

    SampleJob(Screen screen) {
        this.screen = screen;
    }

    void ask(String url, String key, Duration limit) {
        screen.line("");
        screen.line("A sample job: \"" + PROMPT + "\"");
        long start = System.nanoTime();
        try {
            FrontDoor door = new FrontDoor(url, key);
            JobView job = await(door, door.submit(new ChatRequest(PROMPT, null, false)), limit);
            show(job, Duration.ofNanos(System.nanoTime() - start));
        } catch (Complaint e) {
            screen.warn("The sample job failed: " + e.what() + " (" + e.where() + ")");
        }
    }

    /** Whoever waits for a model's file is shown how far it has come. */
    private JobView await(FrontDoor door, JobView accepted, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        JobView seen = accepted;
        while (!seen.ended() && System.nanoTime() < deadline) {
            seen = door.await(seen, LOOK);
            if (!seen.ended()) {
                door.downloads().forEach(line -> screen.line("    " + screen.in(Screen.Tone.WAITING, line)));
            }
        }
        return seen;
    }

    private void show(JobView job, Duration after) {
        if (!job.completed()) {
            screen.warn("The sample job " + job.id() + " has no answer: " + job.trouble() + "; path: " + job.path());
            return;
        }
        screen.done("answered", after, "by " + job.target());
        job.text().strip().lines().forEach(line -> screen.line("    " + line));
        screen.line("    " + screen.in(Screen.Tone.QUIET, "path: " + job.path()));
    }
}
