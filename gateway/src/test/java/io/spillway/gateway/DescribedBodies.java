package io.spillway.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The calls of an OpenAPI document that take JSON, and their fields. */
final class DescribedBodies {
    /** A value of each type of JSON, none of which any field wants. */
    private static final Map<String, String> VALUES = Map.of(
            "string", "\"\\u0000 \\u2028 ' OR 1=1 --\"",
            "number", "-1.5e300",
            "boolean", "true",
            "array", "[[[{}]]]",
            "object", "{\"$ref\":{\"__proto__\":[null]}}");

    private final JsonNode document;

    DescribedBodies(String openapi) throws Exception {
        this.document = new ObjectMapper().readTree(openapi);
    }

    /** A call: {@code POST /v1/jobs}, and the schema of its body. */
    record Call(String method, String path, JsonNode schema) {}

    /** A body with one field of a type that is not the field's. */
    record Wrong(String field, String body) {}

    List<Call> calls() {
        List<Call> calls = new ArrayList<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(method -> {
                    JsonNode content = method.getValue().at("/requestBody/content/application~1json/schema");
                    if (!content.isMissingNode()) {
                        calls.add(new Call(method.getKey(), path.getKey(), content));
                    }
                }));
        return calls;
    }

    List<Wrong> wrong(Call call) {
        List<Wrong> wrong = new ArrayList<>();
        fields(call.schema()).forEach(field -> {
            Set<String> types = types(field.getValue());
            VALUES.forEach((type, value) -> {
                if (!types.isEmpty() && !types.contains(type)) {
                    wrong.add(new Wrong(
                            field.getKey(),
                            "{" + beside(call, field.getKey()) + "\"" + field.getKey() + "\":" + value + "}"));
                }
            });
        });
        return wrong;
    }

    /** A response's own fields are looked at first; without an input the others are not looked at. */
    private static String beside(Call call, String field) {
        return call.path().equals("/v1/responses") && !field.equals("input") ? "\"input\":\"x\"," : "";
    }

    private List<Map.Entry<String, JsonNode>> fields(JsonNode schema) {
        JsonNode plain = resolved(schema);
        List<Map.Entry<String, JsonNode>> fields =
                new ArrayList<>(plain.path("properties").properties());
        plain.path("allOf").forEach(part -> fields.addAll(fields(part)));
        return fields;
    }

    /** Empty if the document does not say. */
    private Set<String> types(JsonNode schema) {
        JsonNode plain = resolved(schema);
        Set<String> types = new HashSet<>();
        if (plain.path("type").isTextual()) {
            types.add(plain.path("type").asText());
        }
        plain.path("type").forEach(type -> types.add(type.asText()));
        for (String several : List.of("oneOf", "anyOf", "allOf")) {
            plain.path(several).forEach(part -> types.addAll(types(part)));
        }
        return types;
    }

    private JsonNode resolved(JsonNode schema) {
        return schema.has("$ref")
                ? resolved(document.at(schema.path("$ref").asText().substring(1)))
                : schema;
    }
}
