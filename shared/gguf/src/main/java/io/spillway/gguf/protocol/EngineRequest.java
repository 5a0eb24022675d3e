package io.spillway.gguf.protocol;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** What a worker asks of an engine. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "op")
@JsonSubTypes({
    @JsonSubTypes.Type(value = EngineRequest.Load.class, name = "load"),
    @JsonSubTypes.Type(value = EngineRequest.Generate.class, name = "generate"),
    @JsonSubTypes.Type(value = EngineRequest.Embed.class, name = "embed"),
    @JsonSubTypes.Type(value = EngineRequest.Cancel.class, name = "cancel"),
    @JsonSubTypes.Type(value = EngineRequest.Ping.class, name = "ping")
})
public sealed interface EngineRequest {
    /**
     * Loads the model; said once, first, and answered by {@link EngineReply.Ready} or {@link EngineReply.NotLoaded}.
     *
     * @param context tokens a prompt and its answer may have together, per slot
     * @param gpuLayers 0 for the CPU alone
     * @param embedding whether it turns texts into vectors; such a model answers no conversation
     */
    record Load(String file, int context, int slots, int threads, int gpuLayers, boolean embedding, Switches switches)
            implements EngineRequest {}

    /**
     * Answers a conversation.
     *
     * @param id chosen by the worker, never used twice in one connection
     * @param trim whether a conversation that is too long loses its oldest turns
     * @param stream whether the text is wanted piece by piece as well
     */
    record Generate(long id, List<Turn> turns, Sampling sampling, boolean trim, boolean stream)
            implements EngineRequest {}

    /** Turns texts into vectors. */
    record Embed(long id, List<String> texts) implements EngineRequest {}

    /** Stops a generation or an embedding, which is answered by {@link EngineReply.Stopped} at most. */
    record Cancel(long id) implements EngineRequest {}

    /** Asks for a sign of life. */
    record Ping() implements EngineRequest {}
}
