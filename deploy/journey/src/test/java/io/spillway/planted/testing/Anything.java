package io.spillway.planted.testing;

public final class Anything {}
