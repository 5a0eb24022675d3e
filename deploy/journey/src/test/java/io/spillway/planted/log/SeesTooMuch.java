package io.spillway.planted.log;

/** log must not see scheduling. */
record SeesTooMuch(io.spillway.planted.scheduling.Anything other) {}
