package io.spillway.planted.standalone;

public final class Anything {}
