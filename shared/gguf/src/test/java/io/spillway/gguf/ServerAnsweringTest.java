package io.spillway.gguf;

import io.spillway.contract.cluster.Target;
import io.spillway.gguf.server.TestServers;

/** llama-server. */
class ServerAnsweringTest extends AnsweringContract {
    @Override
    Target.Engine engine() {
        return TestServers.engine();
    }

    @Override
    String argument() {
        return "--parallel";
    }
}
