package io.spillway.cloud.provider.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.cloud.guard.AllowanceHeaders;
import io.spillway.cloud.provider.CallEnded;
import io.spillway.cloud.provider.Connections;
import io.spillway.cloud.provider.Discretion;
import io.spillway.cloud.provider.Incoming;
import io.spillway.contract.call.ModelCall;
import io.spillway.contract.call.ModelCaller;
import io.spillway.contract.call.StopSignal;
import io.spillway.contract.call.TokenSink;
import io.spillway.contract.cluster.Target;
import io.spillway.contract.job.JobType;
import io.spillway.contract.outcome.Allowance;
import io.spillway.contract.outcome.ExhaustionKind;
import io.spillway.contract.outcome.Outcome;
import io.spillway.contract.routing.TargetName;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Chat completions of one provider with one key. Any number of calls may run at once, each on its own virtual thread;
 * nothing is kept between them but connections.
 */
public final class OpenAiChat implements ModelCaller {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Endpoint endpoint;
    private final Map<TargetName, Target> targets;
    private final Connections connections;
    private final InstantSource time;

    /** @param time wall-clock time, for resets that are given as a moment */
    public OpenAiChat(Endpoint endpoint, Collection<Target> targets, Connections connections, InstantSource time) {
        this.endpoint = endpoint;
        this.targets = targets.stream().collect(Collectors.toUnmodifiableMap(Target::name, Function.identity()));
        this.connections = connections;
        this.time = time;
    }

    @Override
    public Outcome call(ModelCall call, TokenSink tokens, StopSignal stop) {
        Target target = targets.get(call.target());
        if (target == null || call.type() != JobType.CHAT) {
            return new Outcome.Refused(
                    call.target() + " is not served here for " + call.type().word());
        }
        if (!endpoint.keySendable()) {
            return new Outcome.Exhausted(
                    ExhaustionKind.AUTH, Optional.empty(), "the API key holds characters that no header can carry");
        }
        if (stop.stopped()) {
            return new Outcome.Cancelled();
        }
        try {
            return send(call, target, tokens, stop);
        } catch (CallEnded e) {
            return e.outcome();
        } catch (JsonProcessingException e) {
            return new Outcome.Rejected("the request cannot be written as JSON");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome.Interrupted("the worker is stopping");
        } catch (RuntimeException e) {
            return new Outcome.Transient("unexpected " + e.getClass().getSimpleName());
        }
    }

    private Outcome send(ModelCall call, Target target, TokenSink tokens, StopSignal stop)
            throws CallEnded, JsonProcessingException, InterruptedException {
        ObjectNode request = ChatBody.of(call, target, endpoint.takesStreamOptions());
        byte[] body = JSON.writeValueAsBytes(request);
        OpenAiFailures failures = new OpenAiFailures(
                new Discretion(endpoint.key(), () -> call.request().toString()), time);
        Target.Timeouts limits =
                call.stream() ? target.timeouts() : target.timeouts().answeredWhole();
        ChatAnswer answer = new ChatAnswer(request, failures);
        try (Incoming incoming = connections.send(endpoint.chat(body, call.stream()), limits, stop)) {
            Incoming.Head head = incoming.head();
            Optional<Allowance> allowance = AllowanceHeaders.of(head.headers(), time.instant());
            if (!head.ok()) {
                return failures.outcome(incoming.error(head));
            }
            // Some servers answer a request for a stream with a whole answer all the same.
            Outcome outcome = call.stream() && !head.mediaType().equals("application/json")
                    ? new StreamedAnswer(answer, tokens).read(incoming, head)
                    : new WholeAnswer(answer, call.stream() ? tokens : _ -> {}).read(incoming, head);
            return outcome instanceof Outcome.Completed completed ? completed.with(allowance) : outcome;
        }
    }
}
