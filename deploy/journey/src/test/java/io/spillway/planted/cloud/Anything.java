package io.spillway.planted.cloud;

public final class Anything {}
