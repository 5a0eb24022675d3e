package io.spillway.gateway.admission;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.contract.job.TenantId;
import io.spillway.contract.routing.rule.JobTraits;
import io.spillway.gateway.submission.Submission;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads from a request what routes look at. */
final class RequestTraits {
    private static final int CHARS_PER_TOKEN = 4;
    /** Names and addresses rather than text; an image's base 64 would count for thousands of tokens. */
    private static final Set<String> NO_TEXT = Set.of("type", "role", "id", "image_url", "input_audio", "file", "user");

    private RequestTraits() {}

    static JobTraits of(TenantId tenant, Submission submission) {
        JsonNode request = submission.request();
        return new JobTraits(
                submission.type(),
                tenant,
                (characters(request) + CHARS_PER_TOKEN - 1) / CHARS_PER_TOKEN,
                images(request.path("messages")),
                !request.path("tools").isEmpty()
                        && !"none".equals(request.path("tool_choice").asText()),
                submission.metadata(),
                Optional.ofNullable(request.path("user").textValue()));
    }

    private static boolean images(JsonNode messages) {
        for (JsonNode message : messages) {
            for (JsonNode part : message.path("content")) {
                if ("image_url".equals(part.path("type").asText())) {
                    return true;
                }
            }
        }
        return false;
    }

    private static long characters(JsonNode node) {
        if (node.isTextual()) {
            return node.textValue().length();
        }
        long sum = 0;
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            sum += NO_TEXT.contains(field.getKey()) ? 0 : characters(field.getValue());
        }
        if (node.isArray()) {
            for (JsonNode element : node) {
                // A number in a list is a token already: text to embed may come as tokens.
                sum += element.isNumber() ? CHARS_PER_TOKEN : characters(element);
            }
        }
        return sum;
    }
}
