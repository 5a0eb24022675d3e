package io.spillway.gguf.supervision;

import java.time.Instant;

/** What an engine is doing; only a ready one is offered. */
public sealed interface EngineState {
    /** Its model file is looked for or downloaded. */
    record Fetching(String progress) implements EngineState {}

    /** Its file is here; it is loaded when there is room, or when jobs wait for it. */
    record Resting() implements EngineState {}

    /** Its process starts and loads the model. */
    record Loading() implements EngineState {}

    /** It takes calls. */
    record Ready(EngineClient client) implements EngineState {}

    /** It makes room for another model: it is not offered any more, and ends the calls it has. */
    record Leaving(EngineClient client) implements EngineState {}

    /** It failed, and is tried again at {@code retryAt}. */
    record Down(String reason, Instant retryAt) implements EngineState {}

    /** It has been stopped for good. */
    record Stopped() implements EngineState {}

    /** The word for it in the API. */
    default String word() {
        return switch (this) {
            case Fetching _ -> "fetching";
            case Resting _ -> "resting";
            case Loading _ -> "loading";
            case Ready _ -> "ready";
            case Leaving _ -> "leaving";
            case Down _ -> "down";
            case Stopped _ -> "stopped";
        };
    }

    /** One line on why it is not ready; empty where the word says it all. */
    default String detail() {
        return switch (this) {
            case Fetching(String progress) -> progress;
            case Down(String reason, Instant retryAt) -> reason + "; tried again at " + retryAt;
            case Resting _ -> "loaded when there is room, or when jobs wait for it";
            case Loading _, Ready _, Leaving _, Stopped _ -> "";
        };
    }
}
