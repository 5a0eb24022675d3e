package io.spillway.gguf.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether a value has a form; each form is held against each value once, however many options lead to it. */
final class Fit {
    private final Map<Form, Map<JsonNode, Boolean>> seen = new IdentityHashMap<>();

    boolean of(Form form, JsonNode value) {
        Map<JsonNode, Boolean> ofForm = seen.computeIfAbsent(form, _ -> new IdentityHashMap<>());
        Boolean known = ofForm.get(value);
        if (known != null) {
            return known;
        }
        boolean fits = fits(form, value);
        ofForm.put(value, fits);
        return fits;
    }

    private boolean fits(Form form, JsonNode value) {
        return switch (form) {
            case Form.Any _ -> !value.isMissingNode();
            case Form.AnyObject _ -> value.isObject();
            case Form.Members members -> value instanceof ObjectNode object && members(members, object);
            case Form.Elements elements -> elements(elements, value);
            case Form.Text text -> value.isTextual() && within(length(value.asText()), text.least(), text.most());
            case Form.Number _ -> value.isNumber();
            case Form.Whole _ -> value.isIntegralNumber();
            case Form.Truth _ -> value.isBoolean();
            case Form.Constants(var values) -> values.stream().anyMatch(constant -> same(constant, value));
            case Form.Either(var options) -> options.stream().anyMatch(option -> of(option, value));
        };
    }

    private boolean members(Form.Members form, ObjectNode object) {
        Set<String> names = form.members().stream().map(Form.Member::name).collect(Collectors.toSet());
        return object.properties().stream().allMatch(member -> names.contains(member.getKey()))
                && form.members().stream()
                        .allMatch(member -> object.has(member.name())
                                ? of(member.form(), object.path(member.name()))
                                : !member.required());
    }

    private boolean elements(Form.Elements form, JsonNode value) {
        return value.isArray()
                && within(value.size(), form.least(), form.most())
                && value.valueStream().allMatch(element -> of(form.element(), element));
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    private static boolean within(int size, int least, int most) {
        return size >= least && (most == Form.UNBOUNDED || size <= most);
    }

    /** Numbers are the same by value: 1 is 1.0, as JSON Schema has it. */
    private static boolean same(JsonNode constant, JsonNode value) {
        return constant.isNumber() && value.isNumber()
                ? constant.decimalValue().compareTo(value.decimalValue()) == 0
                : constant.equals(value);
    }
}
