package io.spillway.cloud.provider.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.cloud.provider.CallEnded;
import io.spillway.cloud.provider.CallFrame;
import io.spillway.cloud.provider.Connections;
import io.spillway.cloud.provider.Discretion;
import io.spillway.cloud.provider.Incoming;
import io.spillway.contract.call.ModelCall;
import io.spillway.contract.call.ModelCaller;
import io.spillway.contract.call.StopSignal;
import io.spillway.contract.call.TokenSink;
import io.spillway.contract.cluster.Target;
import io.spillway.contract.outcome.ExhaustionKind;
import io.spillway.contract.outcome.Outcome;
import io.spillway.contract.routing.TargetName;
import java.net.http.HttpRequest;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Calls of one provider with one key: chat completions, embeddings, speech and images. Any number of calls may run at once, each on its own virtual thread;
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
        if (target == null || !target.types().contains(call.type())) {
            return new Outcome.Refused(
                    call.target() + " is not served here for " + call.type().word());
        }
        if (!endpoint.keySendable()) {
            return new Outcome.Exhausted(
                    ExhaustionKind.AUTH, Optional.empty(), "the API key holds characters that no header can carry");
        }
        return CallFrame.around(stop, () -> made(call, target, tokens, stop));
    }

    private Outcome made(ModelCall call, Target target, TokenSink tokens, StopSignal stop)
            throws CallEnded, JsonProcessingException, InterruptedException {
        JsonAnswer answer = new JsonAnswer(failures(call));
        return switch (call.type()) {
            case CHAT -> send(call, target, tokens, stop);
            case EMBEDDING -> whole(new EmbeddingCall(request(call, target), answer), target, stop);
            case SPEECH -> whole(new SpeechCall(request(call, target), answer), target, stop);
            case IMAGE -> {
                ImageFetch fetch =
                        new ImageFetch(endpoint, connections, target.timeouts().answeredWhole(), stop);
                yield whole(new ImageCall(request(call, target), answer, fetch), target, stop);
            }
        };
    }

    private Outcome whole(OtherCall call, Target target, StopSignal stop)
            throws CallEnded, JsonProcessingException, InterruptedException {
        HttpRequest request = endpoint.post(call.path(), call.accepts(), JSON.writeValueAsBytes(call.request()));
        try (Incoming incoming = connections.send(request, target.timeouts().answeredWhole(), stop)) {
            Incoming.Head head = incoming.head();
            return head.ok()
                    ? call.read(incoming, head)
                    : call.answer().failures().outcome(incoming.error(head));
        }
    }

    private static ObjectNode request(ModelCall call, Target target) {
        return target.filled(call.request()).put("model", target.model());
    }

    private OpenAiFailures failures(ModelCall call) {
        return new OpenAiFailures(
                new Discretion(endpoint.key(), () -> call.request().toString()), time);
    }

    private Outcome send(ModelCall call, Target target, TokenSink tokens, StopSignal stop)
            throws CallEnded, JsonProcessingException, InterruptedException {
        ObjectNode request = ChatBody.of(call, target, endpoint.takesStreamOptions());
        byte[] body = JSON.writeValueAsBytes(request);
        OpenAiFailures failures = failures(call);
        Target.Timeouts limits =
                call.stream() ? target.timeouts() : target.timeouts().answeredWhole();
        ChatReading reading = new ChatReading(request, call.stream(), failures, Dialect.OPENAI);
        try (Incoming incoming = connections.send(endpoint.chat(body, call.stream()), limits, stop)) {
            return reading.read(incoming, tokens);
        }
    }
}
