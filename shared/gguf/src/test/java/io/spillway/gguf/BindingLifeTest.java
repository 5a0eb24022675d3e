package io.spillway.gguf;

import io.spillway.contract.cluster.Target;

/** java-llama.cpp. */
class BindingLifeTest extends LifeContract {
    @Override
    Target.Engine engine() {
        return new Target.Engine.Binding();
    }
}
