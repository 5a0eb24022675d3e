package io.spillway.planted.local;

/** local must not see cloud. */
record SeesTooMuch(io.spillway.planted.cloud.Anything other) {}
