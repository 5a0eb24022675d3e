package io.spillway.standalone.terminal;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.standalone.frontdoor.ChatRequest;
import io.spillway.standalone.frontdoor.EventStream;
import io.spillway.standalone.frontdoor.FrontDoor;
import io.spillway.standalone.frontdoor.JobView;
import io.spillway.standalone.layout.Complaint;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks the running cluster one question. The answer goes to stdout, all else to stderr. */
@Command(name = "submit", description = "Ask the running cluster.", mixinStandardHelpOptions = true)
final class SubmitCommand implements Callable<Integer> {
    private static final Duration LONGEST = Duration.ofHours(24);

    @Parameters(paramLabel = "PROMPT", description = "what to ask")
    private String prompt = "";

    @Option(names = "--model", paramLabel = "NAME", description = "a route or a target; the default route otherwise")
    private @Nullable String model;

    @Option(names = "--stream", description = "print the answer as it comes")
    private boolean stream;

    private final Screen screen = new Screen();
    private boolean printed;

    @Override
    public Integer call() throws IOException {
        FrontDoor door = Place.frontDoor();
        JobView job = door.submit(new ChatRequest(prompt, model, stream));
        if (stream) {
            new EventStream(door, job.id()).follow(this::show);
        }
        JobView ended = door.await(job, LONGEST);
        if (!ended.completed()) {
            throw new Complaint(
                    "No answer: " + ended.trouble(),
                    ended.id() + ", path: " + ended.path(),
                    "Look at ./spillway logs.");
        }
        screen.line(printed ? "" : ended.text());
        System.err.println(screen.in(Screen.Tone.QUIET, ended.id() + "  " + ended.path()));
        return 0;
    }

    private void show(String event, JsonNode data) {
        if (event.equals("token")) {
            System.out.print(data.path("text").asText());
            System.out.flush();
            printed = true;
        } else if (event.equals("restarted")) {
            System.err.println("\n(the worker was lost; the answer begins again)");
        }
    }
}
