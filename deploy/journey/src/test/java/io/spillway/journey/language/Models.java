package io.spillway.journey.language;

import io.spillway.testing.provider.Reply;
import io.spillway.testing.provider.Script;
import io.spillway.testing.provider.ScriptedProvider;
import io.spillway.testing.provider.Visit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The models of the scripted provider, each with a script of its own, so that journeys do not disturb each other. */
public final class Models implements AutoCloseable {
    private static final Script ECHO = Script.endpoints(Reply.text("You said: {prompt}"));

    private final ScriptedProvider provider = ScriptedProvider.start();
    private final Map<String, Script> scripts = new ConcurrentHashMap<>();

    Models() {
        provider.script(request -> scripts.getOrDefault(request.model(), ECHO).reply(request));
    }

    /** From now on {@code model} answers so; every other one echoes. */
    public void script(String model, Script script) {
        scripts.put(model, script);
    }

    /** From now on {@code model} always answers so. */
    public void always(String model, Reply reply) {
        script(model, Script.always(reply));
    }

    /** From now on {@code model} echoes. */
    public void echo(String model) {
        scripts.remove(model);
    }

    /** The bill: every call of this prompt. */
    public List<Visit> calls(String prompt) {
        return provider.journal().calls().stream()
                .filter(visit -> visit.request().prompt().equals(prompt))
                .toList();
    }

    public ScriptedProvider provider() {
        return provider;
    }

    @Override
    public void close() {
        provider.close();
    }
}
