package io.spillway.planted.worker;

public final class Anything {}
