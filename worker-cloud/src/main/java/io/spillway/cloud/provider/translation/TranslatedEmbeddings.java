package io.spillway.cloud.provider.translation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.cloud.provider.CallEnded;
import io.spillway.cloud.provider.CallFrame;
import io.spillway.cloud.provider.Connections;
import io.spillway.cloud.provider.Discretion;
import io.spillway.cloud.provider.Incoming;
import io.spillway.cloud.provider.openai.EmbeddingAnswer;
import io.spillway.cloud.provider.openai.Endpoint;
import io.spillway.cloud.provider.openai.JsonAnswer;
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

/** Embeddings of one provider with one key, in a protocol that is not OpenAI's. */
public final class TranslatedEmbeddings implements ModelCaller {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final EmbeddingProtocol protocol;
    private final Endpoint endpoint;
    private final Map<TargetName, Target> targets;
    private final Connections connections;

    public TranslatedEmbeddings(
            Function<Endpoint, EmbeddingProtocol> protocol,
            Endpoint endpoint,
            Collection<Target> targets,
            Connections connections) {
        this.protocol = protocol.apply(endpoint);
        this.endpoint = endpoint;
        this.targets = targets.stream().collect(Collectors.toUnmodifiableMap(Target::name, Function.identity()));
        this.connections = connections;
    }

    @Override
    public Outcome call(ModelCall call, TokenSink tokens, StopSignal stop) {
        Target target = targets.get(call.target());
        if (target == null || !target.types().contains(JobType.EMBEDDING)) {
            return new Outcome.Refused(call.target() + " is not served here for embedding");
        }
        if (!endpoint.keySendable()) {
            return new Outcome.Exhausted(
                    ExhaustionKind.AUTH, Optional.empty(), "the API key holds characters that no header can carry");
        }
        return CallFrame.around(stop, () -> send(call, target, stop));
    }

    private Outcome send(ModelCall call, Target target, StopSignal stop)
            throws CallEnded, JsonProcessingException, InterruptedException {
        ObjectNode request = target.filled(call.request());
        byte[] body = JSON.writeValueAsBytes(protocol.body(request, target.model()));
        OpenAiFailures failures =
                new OpenAiFailures(new Discretion(endpoint.key(), request::toString), InstantSource.system());
        try (Incoming incoming =
                connections.send(post(target, body), target.timeouts().answeredWhole(), stop)) {
            Incoming.Head head = incoming.head();
            return head.ok()
                    ? new EmbeddingAnswer(request)
                            .outcome(protocol.answer(new JsonAnswer(failures).read(incoming, head)))
                    : failures.outcome(incoming.error(head));
        }
    }

    private HttpRequest post(Target target, byte[] body) {
        HttpRequest.Builder post = protocol.address(target.model())
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        Protocol.KeyHeader header = protocol.keyHeader();
        endpoint.key().ifPresent(secret -> post.header(header.name(), header.prefix() + secret));
        return post.build();
    }
}
