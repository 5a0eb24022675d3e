package io.spillway.cloud.provider.translation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.cloud.provider.CallEnded;
import io.spillway.cloud.provider.openai.Dialect;
import java.net.http.HttpRequest;

/** One kind of provider's own words for a chat. */
public interface Protocol {
    /**
     * The body that asks for the same as {@code request}, which has OpenAI's fields.
     *
     * @param model the provider's name of the model
     * @throws CallEnded with a refusal that names the field which this protocol has no words for
     */
    ObjectNode body(ObjectNode request, String model, boolean stream) throws CallEnded;

    /** Where the body is sent, with every header that it needs but its key's. */
    HttpRequest.Builder address(String model, boolean stream);

    /** The header that carries a key, and what stands before the key in it. */
    KeyHeader keyHeader();

    /** How its answers are read; one for each call. */
    Dialect dialect();

    /**
     * A header for keys.
     *
     * @param prefix what stands before the key, often nothing
     */
    record KeyHeader(String name, String prefix) {}
}
