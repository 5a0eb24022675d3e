package io.spillway.gguf.engine;

/** How loading a model ended. */
sealed interface Loading permits LoadedModel, Loading.Unloadable {
    /** The file is no model that this build of llama.cpp can run here. */
    record Unloadable(String reason) implements Loading {}
}
