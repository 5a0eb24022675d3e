package io.spillway.planted.embedded;

/** embedded must not see contract. */
record SeesTooMuch(io.spillway.planted.contract.Anything other) {}
