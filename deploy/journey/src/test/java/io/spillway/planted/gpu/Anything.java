package io.spillway.planted.gpu;

public final class Anything {}
