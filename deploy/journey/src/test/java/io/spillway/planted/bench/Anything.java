package io.spillway.planted.bench;

public final class Anything {}
