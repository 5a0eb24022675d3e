package io.spillway.planted.contract;

/** contract must not see log. */
record SeesTooMuch(io.spillway.planted.log.Anything other) {}
