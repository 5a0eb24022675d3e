package io.spillway.planted.standalone;

/** standalone must not see gateway. */
record SeesTooMuch(io.spillway.planted.gateway.Anything other) {}
