package io.spillway.testing.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Answers in the form of OpenAI's embeddings, speech and images.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/embeddings">Embeddings</a>
 * @see <a href="https://platform.openai.com/docs/api-reference/audio/createSpeech">Speech</a>
 * @see <a href="https://platform.openai.com/docs/api-reference/images/create">Images</a>
 */
final class OtherForms {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** One red dot. */
    private static final String PNG =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAA" + "AABJRU5ErkJggg==";

    /** Where the images lie that were asked for as addresses. */
    static final String PICTURES = "/v1/pictures/";

    private OtherForms() {}

    /** For each text a vector of its length, 1 and 2. */
    static Reply embeddings(Received request) {
        ObjectNode body = JSON.createObjectNode().put("object", "list").put("model", request.model());
        ArrayNode data = body.putArray("data");
        JsonNode input = request.json().path("input");
        List<JsonNode> texts = input.isArray() && !input.path(0).isNumber()
                ? input.valueStream().toList()
                : List.of(input);
        IntStream.range(0, texts.size()).forEach(n -> {
            ObjectNode one = data.addObject().put("object", "embedding").put("index", n);
            one.putArray("embedding").add(texts.get(n).asText().length()).add(1).add(2);
        });
        body.putObject("usage").put("prompt_tokens", 3 * texts.size()).put("total_tokens", 3 * texts.size());
        return Reply.json(200, body.toString());
    }

    /** The text itself, as if it were a recording. */
    static Reply speech(Received request) {
        return Reply.bytes("audio/mpeg", ("ID3" + request.json().path("input").asText()).getBytes(UTF_8));
    }

    /** As many red dots as were asked for: as addresses on {@code base} if asked for so, else as base 64. */
    static Reply images(Received request, String base) {
        ObjectNode body = JSON.createObjectNode().put("created", 1_790_000_000);
        ArrayNode data = body.putArray("data");
        JsonNode wanted = request.json();
        for (int n = 0; n < wanted.path("n").asInt(1); n++) {
            ObjectNode one =
                    data.addObject().put("revised_prompt", wanted.path("prompt").asText());
            if (wanted.path("response_format").asText().equals("url")) {
                one.put("url", base + PICTURES + n + ".png");
            } else {
                one.put("b64_json", PNG);
            }
        }
        return Reply.json(200, body.toString());
    }

    static Reply picture() {
        return Reply.bytes("image/png", Base64.getDecoder().decode(PNG));
    }
}
