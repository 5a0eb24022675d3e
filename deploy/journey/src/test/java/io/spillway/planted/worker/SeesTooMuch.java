package io.spillway.planted.worker;

/** worker must not see gguf. */
record SeesTooMuch(io.spillway.planted.gguf.Anything other) {}
