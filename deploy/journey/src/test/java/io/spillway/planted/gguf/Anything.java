package io.spillway.planted.gguf;

public final class Anything {}
