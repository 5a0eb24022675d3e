package io.quarkus.planted;

/** Stands for anything of Quarkus, which is not on this module's class path. */
public final class OfQuarkus {}
