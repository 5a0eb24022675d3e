package io.spillway.planted.gateway;

public final class Anything {}
