package io.spillway.planted.embedded;

public final class Anything {}
