package io.spillway.planted.log;

public final class Anything {}
