package io.spillway.cloud.provider;

import io.spillway.contract.call.ModelCall;
import io.spillway.contract.call.ModelCaller;
import io.spillway.contract.call.StopSignal;
import io.spillway.contract.cluster.Target;
import io.spillway.contract.cluster.Target.Timeouts;
import io.spillway.contract.outcome.Outcome;
import io.spillway.testing.provider.Reply;
import io.spillway.testing.provider.Script;
import io.spillway.testing.provider.ScriptedProvider;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A scripted provider and a caller of the kind under test, connected by a real socket. */
public abstract class ProviderFixture {
    protected static final String KEY = "sk-test-1234567890abcdef";
    protected static final Duration SOON = Duration.ofSeconds(5);
    private static final Executor VIRTUAL = Thread::startVirtualThread;

    protected final List<String> tokens = new CopyOnWriteArrayList<>();
    protected final StopSignal stop = new StopSignal();
    protected ScriptedProvider provider;
    protected Connections connections;

    /** A caller of the kind under test. */
    protected abstract ModelCaller caller(URI baseUrl, Optional<String> key, Target target, Connections connections);

    @BeforeEach
    void start() {
        provider = ScriptedProvider.start();
        connections = new Connections();
    }

    @AfterEach
    void close() {
        connections.close();
        provider.close();
    }

    protected Outcome call(Reply reply, ModelCall call) {
        return call(reply, call, Chats.PATIENT);
    }

    protected Outcome call(Reply reply, ModelCall call, Timeouts timeouts) {
        provider.script(Script.always(reply));
        return caller(timeouts).call(call, tokens::add, stop);
    }

    protected CompletableFuture<Outcome> start(Reply reply, ModelCall call) {
        provider.script(Script.always(reply));
        return CompletableFuture.supplyAsync(() -> caller(Chats.PATIENT).call(call, tokens::add, stop), VIRTUAL);
    }

    protected ModelCaller caller(Timeouts timeouts) {
        return caller(provider.baseUrl(), Optional.of(KEY), Chats.aTarget(timeouts), connections);
    }

    protected ModelCaller callerAt(String baseUrl, Timeouts timeouts) {
        return caller(URI.create(baseUrl), Optional.of(KEY), Chats.aTarget(timeouts), connections);
    }

    /** An answer in the kind's own form; OpenAI's unless overridden. */
    protected Reply answer(String text) {
        return Reply.text(text);
    }

    protected Reply pacedAnswer(int count, Duration pace) {
        return Reply.tokens(count, pace);
    }

    protected static ModelCall chat(String prompt, boolean stream) {
        return stream ? Chats.aStreamedChat(prompt) : Chats.aChat(prompt);
    }
}
