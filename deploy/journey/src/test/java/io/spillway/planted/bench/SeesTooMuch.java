package io.spillway.planted.bench;

/** bench must not see gateway. */
record SeesTooMuch(io.spillway.planted.gateway.Anything other) {}
