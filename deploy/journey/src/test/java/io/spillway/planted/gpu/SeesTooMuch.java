package io.spillway.planted.gpu;

/** gpu must not see local. */
record SeesTooMuch(io.spillway.planted.local.Anything other) {}
