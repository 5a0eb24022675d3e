package io.spillway.cloud.provider.gemini;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.spillway.cloud.provider.Connections;
import io.spillway.cloud.provider.ProviderContract;
import io.spillway.cloud.provider.openai.Endpoint;
import io.spillway.cloud.provider.translation.TranslatedChat;
import io.spillway.contract.call.ModelCaller;
import io.spillway.contract.cluster.Target;
import io.spillway.testing.provider.Reply;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

class GeminiContractTest extends ProviderContract {
    @Override
    protected ModelCaller caller(URI baseUrl, Optional<String> key, Target target, Connections connections) {
        return new TranslatedChat(
                GeminiProtocol::new, new Endpoint(baseUrl, key), List.of(target), connections, InstantSource.system());
    }

    @Override
    protected Reply error(int status, String message) {
        var body = JsonNodeFactory.instance.objectNode();
        body.putObject("error").put("code", status).put("message", message).put("status", "");
        return Reply.json(status, body.toString());
    }
}
