package io.spillway.planted.testing;

/** testing must not see log. */
record SeesTooMuch(io.spillway.planted.log.Anything other) {}
