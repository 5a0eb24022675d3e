package io.spillway.gguf;

import io.spillway.contract.cluster.Target;

/** java-llama.cpp. */
class BindingAnsweringTest extends AnsweringContract {
    @Override
    Target.Engine engine() {
        return new Target.Engine.Binding();
    }

    @Override
    String argument() {
        return "-Xmx128m";
    }
}
