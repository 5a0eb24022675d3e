package io.spillway.planted.scheduling;

/** scheduling must not see log. */
record SeesTooMuch(io.spillway.planted.log.Anything other) {}
