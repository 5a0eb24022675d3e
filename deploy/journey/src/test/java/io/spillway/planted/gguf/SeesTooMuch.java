package io.spillway.planted.gguf;

/** gguf must not see worker. */
record SeesTooMuch(io.spillway.planted.worker.Anything other) {}
