package io.spillway.gguf.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads a schema, refusing by name whatever would not be kept: an answer that only looks as if it had been held to a
 * schema is worse than another target's. Every bound is there for what a hostile schema would cost.
 */
final class SchemaReader {
    private static final int DEEPEST = 24;
    private static final int MOST_OPTIONS = 64;
    private static final int MOST_VALUES = 500;
    private static final int MOST_MEMBERS = 200;

    private final JsonNode root;
    private final Map<String, Form> referred = new HashMap<>();
    private int depth;

    SchemaReader(JsonNode root) {
        this.root = root;
    }

    /** The form that the whole schema asks for. */
    Form read() throws SchemaRefused {
        return read(root);
    }

    private Form read(JsonNode schema) throws SchemaRefused {
        if (schema.isBoolean() && schema.asBoolean()) {
            return new Form.Any();
        }
        if (!(schema instanceof ObjectNode object)) {
            throw new SchemaRefused("a schema that is no object");
        }
        if (++depth > DEEPEST) {
            throw new SchemaRefused("a schema nested more than " + DEEPEST + " deep, or one that refers to itself,");
        }
        Form form = read(new Keywords(object));
        depth--;
        return form;
    }

    private Form read(Keywords schema) throws SchemaRefused {
        if (schema.has("$ref")) {
            schema.only("$ref");
            return referred(schema.text("$ref"));
        }
        if (schema.has("anyOf")) {
            schema.only("anyOf", "type");
            return either(schema.list("anyOf", MOST_OPTIONS));
        }
        // What Pydantic and others write for a reference with a description beside it.
        if (schema.has("allOf")) {
            schema.only("allOf");
            return read(schema.list("allOf", 1).getFirst());
        }
        if (schema.has("const") || schema.has("enum")) {
            schema.only("const", "enum", "type");
            return new Form.Constants(
                    schema.has("const") ? List.of(schema.get("const")) : schema.list("enum", MOST_VALUES));
        }
        return typed(schema);
    }

    private Form referred(String reference) throws SchemaRefused {
        if (!reference.startsWith("#/")) {
            throw new SchemaRefused("$ref to another place than this schema");
        }
        Form known = referred.get(reference);
        if (known == null) {
            known = read(root.at(reference.substring(1)));
            referred.put(reference, known);
        }
        return known;
    }

    private Form either(List<JsonNode> options) throws SchemaRefused {
        List<Form> forms = new ArrayList<>();
        for (JsonNode option : options) {
            forms.add(read(option));
        }
        return oneOf(forms);
    }

    /** One flat list of options, each once: options inside options would multiply. */
    private static Form oneOf(List<Form> forms) throws SchemaRefused {
        Set<Form> flat = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Form> options = forms.stream()
                .flatMap(form -> form instanceof Form.Either(List<Form> inner) ? inner.stream() : Stream.of(form))
                .filter(flat::add)
                .toList();
        if (options.size() > MOST_OPTIONS) {
            throw new SchemaRefused("anyOf with more than " + MOST_OPTIONS + " options");
        }
        return options.size() == 1 ? options.getFirst() : new Form.Either(options);
    }

    private Form typed(Keywords schema) throws SchemaRefused {
        List<JsonNode> types = schema.has("type") && schema.get("type").isArray()
                ? schema.list("type", 7)
                : List.of(schema.get("type"));
        List<Form> forms = new ArrayList<>();
        for (JsonNode type : types) {
            forms.add(typed(type, schema));
        }
        schema.end();
        return oneOf(forms);
    }

    private Form typed(JsonNode type, Keywords schema) throws SchemaRefused {
        if (type.isMissingNode()) {
            return schema.has("properties") ? object(schema) : schema.has("items") ? array(schema) : new Form.Any();
        }
        return switch (type.asText()) {
            case "object" -> object(schema);
            case "array" -> array(schema);
            case "string" -> text(schema);
            case "number" -> new Form.Number();
            case "integer" -> new Form.Whole();
            case "boolean" -> new Form.Truth();
            case "null" -> new Form.Constants(List.of(JsonNodeFactory.instance.nullNode()));
            default -> throw new SchemaRefused("an unknown type");
        };
    }

    private Form object(Keywords schema) throws SchemaRefused {
        Set<String> required = schema.names("required");
        JsonNode others = schema.take("additionalProperties");
        if (!others.isMissingNode() && !others.isBoolean()) {
            throw new SchemaRefused("additionalProperties with a schema");
        }
        JsonNode properties = schema.take("properties");
        List<Form.Member> members = new ArrayList<>();
        for (Map.Entry<String, JsonNode> property : properties.properties()) {
            members.add(new Form.Member(
                    property.getKey(), read(property.getValue()), required.contains(property.getKey())));
        }
        if (members.size() > MOST_MEMBERS) {
            throw new SchemaRefused("an object with more than " + MOST_MEMBERS + " properties");
        }
        if (!required.stream().allMatch(properties::has)) {
            throw new SchemaRefused("required properties without a schema");
        }
        boolean open = members.isEmpty() && others.asBoolean(true);
        return open ? new Form.AnyObject() : new Form.Members(members);
    }

    private Form array(Keywords schema) throws SchemaRefused {
        JsonNode items = schema.take("items");
        Form element = items.isMissingNode() ? new Form.Any() : read(items);
        return new Form.Elements(element, schema.count("minItems", 0), most(schema, "minItems", "maxItems"));
    }

    private static Form text(Keywords schema) throws SchemaRefused {
        return new Form.Text(schema.count("minLength", 0), most(schema, "minLength", "maxLength"));
    }

    private static int most(Keywords schema, String leastName, String mostName) throws SchemaRefused {
        int most = schema.count(mostName, Form.UNBOUNDED);
        if (most != Form.UNBOUNDED && most < schema.count(leastName, 0)) {
            throw new SchemaRefused(mostName + " below " + leastName);
        }
        return most;
    }
}
