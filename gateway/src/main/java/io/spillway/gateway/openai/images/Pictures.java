package io.spillway.gateway.openai.images;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.contract.artifact.ArtifactRef;
import io.spillway.contract.outcome.Output;
import io.spillway.gateway.api.JobShape;
import io.spillway.gateway.artifacts.Delivery;
import io.spillway.scheduling.JobView;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.List;

/**
 * The pictures of a completed image job as OpenAI's clients expect them.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/images/create">OpenAI, create image</a>
 */
@Singleton
class Pictures {
    private static final String REVISED = "revised_prompt";

    private final Delivery delivery;
    private final ObjectMapper json;

    Pictures(Delivery delivery, ObjectMapper json) {
        this.delivery = delivery;
        this.json = json;
    }

    /** By their addresses below {@code base}. */
    static ObjectNode addressed(JobView view, URI base) {
        ObjectNode images = JsonNodeFactory.instance
                .objectNode()
                .put("created", view.job().acceptedAt().getEpochSecond());
        ArrayNode data = images.putArray("data");
        for (JsonNode about : artifacts(view)) {
            String place = JobShape.self(view.job()) + "/artifacts/" + data.size();
            ObjectNode one = data.addObject().put("url", base.resolve(place).toString());
            if (about.path(REVISED).isTextual()) {
                one.set(REVISED, about.get(REVISED));
            }
        }
        return images;
    }

    /** In base 64, read from the store while they are sent: several together may be 50 MB. */
    StreamingOutput enclosed(JobView view) {
        List<ArtifactRef> refs = view.output().orElseThrow().artifacts();
        List<InputStream> pictures = refs.stream().map(delivery::open).toList();
        return out -> write(view, refs, pictures, out);
    }

    private void write(JobView view, List<ArtifactRef> refs, List<InputStream> pictures, OutputStream out)
            throws IOException {
        try (JsonGenerator images = json.createGenerator(out)) {
            images.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            images.writeStartObject();
            images.writeNumberField("created", view.job().acceptedAt().getEpochSecond());
            images.writeArrayFieldStart("data");
            for (int n = 0; n < pictures.size(); n++) {
                images.writeStartObject();
                JsonNode revised = artifacts(view).path(n).path(REVISED);
                if (revised.isTextual()) {
                    images.writeStringField(REVISED, revised.textValue());
                }
                images.writeFieldName("b64_json");
                images.writeBinary(pictures.get(n), Math.toIntExact(refs.get(n).bytes()));
                images.writeEndObject();
            }
            images.writeEndArray();
            images.writeEndObject();
        } finally {
            for (InputStream picture : pictures) {
                picture.close();
            }
        }
    }

    private static JsonNode artifacts(JobView view) {
        return view.output().map(Output::body).orElseThrow().path("artifacts");
    }
}
