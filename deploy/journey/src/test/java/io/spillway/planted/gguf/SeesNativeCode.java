package io.spillway.planted.gguf;

import de.kherud.planted.OfLlama;

final class SeesNativeCode {
    static void load() {
        OfLlama.load();
    }
}
