package io.spillway.cloud.provider.translation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.cloud.provider.CallEnded;
import io.spillway.cloud.provider.CallFrame;
import io.spillway.cloud.provider.Connections;
import io.spillway.cloud.provider.Discretion;
import io.spillway.cloud.provider.Incoming;
import io.spillway.cloud.provider.openai.ChatReading;
import io.spillway.cloud.provider.openai.Endpoint;
import io.spillway.cloud.provider.openai.OpenAiFailures;
import io.spillway.contract.call.ModelCall;
import io.spillway.contract.call.ModelCaller;
import io.spillway.contract.call.StopSignal;
import io.spillway.contract.call.TokenSink;
import io.spillway.contract.cluster.Target;
import io.spillway.contract.job.JobType;
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
 * Chats of one provider with one key, in a protocol that is not OpenAI's. Any number of calls may run at once, each on
 * its own virtual thread.
 */
public final class TranslatedChat implements ModelCaller {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Protocol protocol;
    private final Endpoint endpoint;
    private final Map<TargetName, Target> targets;
    private final Connections connections;
    private final InstantSource time;

    /** @param time wall-clock time, for resets that are given as a moment */
    public TranslatedChat(
            Function<Endpoint, Protocol> protocol,
            Endpoint endpoint,
            Collection<Target> targets,
            Connections connections,
            InstantSource time) {
        this.protocol = protocol.apply(endpoint);
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
        return CallFrame.around(stop, () -> send(call, target, tokens, stop));
    }

    private Outcome send(ModelCall call, Target target, TokenSink tokens, StopSignal stop)
            throws CallEnded, JsonProcessingException, InterruptedException {
        ObjectNode request = target.filled(call.request());
        byte[] body = JSON.writeValueAsBytes(protocol.body(request, target.model(), call.stream()));
        OpenAiFailures failures = new OpenAiFailures(new Discretion(endpoint.key(), request::toString), time);
        ChatReading reading = new ChatReading(request, call.stream(), failures, protocol.dialect());
        Target.Timeouts limits =
                call.stream() ? target.timeouts() : target.timeouts().answeredWhole();
        try (Incoming incoming = connections.send(post(target, body, call.stream()), limits, stop)) {
            return reading.read(incoming, tokens);
        }
    }

    private HttpRequest post(Target target, byte[] body, boolean stream) {
        HttpRequest.Builder post = protocol.address(target.model(), stream)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        Protocol.KeyHeader header = protocol.keyHeader();
        endpoint.key().ifPresent(secret -> post.header(header.name(), header.prefix() + secret));
        return post.build();
    }
}
