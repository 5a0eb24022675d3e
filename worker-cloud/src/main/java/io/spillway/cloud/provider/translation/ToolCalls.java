package io.spillway.cloud.provider.translation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Tool calls of whole answers, which unlike those of a stream are not numbered. */
public final class ToolCalls {
    private ToolCalls() {}

    /** The answer with the numbers left out. */
    public static ObjectNode plain(ObjectNode answer) {
        for (JsonNode choice : answer.path("choices")) {
            for (JsonNode call : choice.path("message").path("tool_calls")) {
                ((ObjectNode) call).remove("index");
            }
        }
        return answer;
    }
}
