package io.spillway.standalone.frontdoor;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One question.
 *
 * @param prompt what the user says
 * @param model a route or target, or null for the cluster's default
 * @param stream whether tokens are wanted as they come
 */
public record ChatRequest(String prompt, @Nullable String model, boolean stream) {
    /** As the native API takes it. */
    Map<String, Object> body() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", "chat");
        if (model != null) {
            body.put("model", model);
        }
        body.put("messages", List.of(Map.of("role", "user", "content", prompt)));
        if (stream) {
            body.put("stream", true);
        }
        return body;
    }
}
