package io.spillway.gateway.submission;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** An object whose fields are all known: each present one is checked by its rule, any other is refused by name. */
public final class Shape implements Rule {
    private final Map<String, Rule> fields = new LinkedHashMap<>();
    private final Map<String, Rule> required = new LinkedHashMap<>();

    /** A field that may be there. */
    public Shape optional(String name, Rule rule) {
        fields.put(name, rule);
        return this;
    }

    /** A field that must be there. */
    public Shape required(String name, Rule rule) {
        required.put(name, rule);
        return optional(name, rule);
    }

    /** This shape's fields as well. */
    Shape with(Shape other) {
        fields.putAll(other.fields);
        required.putAll(other.required);
        return this;
    }

    Set<String> names() {
        return fields.keySet();
    }

    @Override
    public void check(Place at, JsonNode value) {
        if (!value.isObject()) {
            at.wrong("should be an object");
            return;
        }
        required.keySet().stream()
                .filter(name ->
                        value.path(name).isMissingNode() || value.path(name).isNull())
                .forEach(name -> at.at(name).wrong("is missing"));
        value.properties().forEach(field -> {
            Rule rule = fields.get(field.getKey());
            if (rule == null) {
                if (at.complaints().letUnknownPass()) {
                    return;
                }
                at.at(field.getKey()).wrong("is not known here" + NearMiss.hint(field.getKey(), fields.keySet()));
            } else if (!field.getValue().isNull()) {
                rule.check(at.at(field.getKey()), field.getValue());
            }
        });
    }
}
