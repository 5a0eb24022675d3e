package io.spillway.planted.contract;

public final class Anything {}
