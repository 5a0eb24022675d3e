package de.kherud.planted;

/** Stands for anything of the llama.cpp binding, which is not on this module's class path. */
public final class OfLlama {
    public static void load() {}
}
