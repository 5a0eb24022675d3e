package io.spillway.gguf.protocol;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/** What an engine answers. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "op")
@JsonSubTypes({
    @JsonSubTypes.Type(value = EngineReply.Ready.class, name = "ready"),
    @JsonSubTypes.Type(value = EngineReply.NotLoaded.class, name = "not_loaded"),
    @JsonSubTypes.Type(value = EngineReply.Pong.class, name = "pong"),
    @JsonSubTypes.Type(value = EngineReply.Piece.class, name = "piece"),
    @JsonSubTypes.Type(value = EngineReply.Done.class, name = "done"),
    @JsonSubTypes.Type(value = EngineReply.Vectors.class, name = "vectors"),
    @JsonSubTypes.Type(value = EngineReply.Stopped.class, name = "stopped"),
    @JsonSubTypes.Type(value = EngineReply.TooLong.class, name = "too_long"),
    @JsonSubTypes.Type(value = EngineReply.Declined.class, name = "declined"),
    @JsonSubTypes.Type(value = EngineReply.Failed.class, name = "failed")
})
public sealed interface EngineReply {
    /**
     * The model is loaded.
     *
     * @param context tokens per slot: what was asked for, or less if the model was trained on less
     * @param template the prompt format in use
     */
    record Ready(int context, String template) implements EngineReply {}

    /** The model cannot be loaded; the engine ends. */
    record NotLoaded(String reason) implements EngineReply {}

    /**
     * A sign of life.
     *
     * @param stuck threads that wait for a token that will never come (see {@code Generation}); a restart frees them
     * @param residentBytes memory of the process; 0 where the system does not say
     */
    record Pong(int stuck, long residentBytes) implements EngineReply {}

    /** Something about one generation. */
    sealed interface About extends EngineReply {
        /** The id of {@link EngineRequest.Generate}. */
        long id();
    }

    /** More text of a streamed answer. */
    record Piece(long id, String text) implements About {}

    /**
     * The whole answer.
     *
     * @param leftOut how many turns were trimmed away
     * @param logprobs OpenAI's object of that name, where it was asked for
     */
    record Done(
            long id,
            String text,
            Finish finish,
            int promptTokens,
            int completionTokens,
            int leftOut,
            Optional<JsonNode> logprobs)
            implements About {}

    /** A vector of length 1 for each text. */
    record Vectors(long id, List<float[]> vectors, int promptTokens) implements About {}

    /**
     * A generation that was cancelled has ended.
     *
     * @param late tokens that came after the cancel had been read
     */
    record Stopped(long id, int late) implements About {}

    /** The prompt leaves no room for an answer, or the text is longer than the context; it never took a slot. */
    record TooLong(long id, int promptTokens, int context) implements About {}

    /** This model does not take such a request; another may. */
    record Declined(long id, String reason) implements About {}

    /** llama.cpp would not do it. */
    record Failed(long id, String reason) implements About {}

    /** Why an answer ended. */
    enum Finish {
        /** The model, or a stop string, ended it. */
        STOP,
        /** It reached the most tokens it may have. */
        LENGTH
    }
}
