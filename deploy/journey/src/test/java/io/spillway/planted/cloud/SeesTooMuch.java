package io.spillway.planted.cloud;

/** cloud must not see gateway. */
record SeesTooMuch(io.spillway.planted.gateway.Anything other) {}
