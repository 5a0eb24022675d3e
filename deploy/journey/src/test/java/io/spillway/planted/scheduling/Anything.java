package io.spillway.planted.scheduling;

public final class Anything {}
