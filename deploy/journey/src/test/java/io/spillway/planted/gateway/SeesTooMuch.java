package io.spillway.planted.gateway;

/** gateway must not see worker. */
record SeesTooMuch(io.spillway.planted.worker.Anything other) {}
