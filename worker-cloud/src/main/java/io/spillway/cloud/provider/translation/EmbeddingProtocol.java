package io.spillway.cloud.provider.translation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.cloud.provider.CallEnded;
import java.net.http.HttpRequest;

/** One kind of provider's own words for embeddings. */
public interface EmbeddingProtocol {
    /**
     * The body that asks for the same as {@code request}, which has OpenAI's fields.
     *
     * @throws CallEnded with a refusal that names the field which this protocol has no words for
     */
    ObjectNode body(ObjectNode request, String model) throws CallEnded;

    /** Where the body is sent, with every header that it needs but its key's. */
    HttpRequest.Builder address(String model);

    /** The header that carries a key. */
    Protocol.KeyHeader keyHeader();

    /** What was answered, in OpenAI's form: {@code data}, and {@code usage} where it is said. */
    ObjectNode answer(JsonNode body);
}
