package io.spillway.planted.local;

public final class Anything {}
