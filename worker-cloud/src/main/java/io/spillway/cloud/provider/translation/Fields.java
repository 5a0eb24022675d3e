package io.spillway.cloud.provider.translation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.cloud.provider.CallEnded;
import io.spillway.contract.outcome.Outcome;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A request's fields, taken one by one by whoever translates them. What nobody has taken at the end is refused by name:
 * a field that were dropped silently would change what the client gets.
 */
public final class Fields {
    /** These change how the call is kept or counted by OpenAI, never what is answered. */
    private static final Set<String> HARMLESS = Set.of(
            "model",
            "stream",
            "stream_options",
            "user",
            "safety_identifier",
            "prompt_cache_key",
            "metadata",
            "store",
            "service_tier");

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private final ObjectNode request;
    private final String vendor;
    private final Set<String> taken = new HashSet<>(HARMLESS);

    /** @param vendor who is asked, for the words of a refusal */
    public Fields(ObjectNode request, String vendor) {
        this.request = request;
        this.vendor = vendor;
    }

    /** The field's value; nothing if it is absent or null. */
    public Optional<JsonNode> take(String name) {
        taken.add(name);
        return Optional.ofNullable(request.get(name)).filter(value -> !value.isNull());
    }

    /** Copies the field, if it is there, to {@code into} under the provider's own name for it. */
    public void copy(String name, ObjectNode into, String theirs) {
        take(name).ifPresent(value -> into.set(theirs, value));
    }

    /** Takes a field that has no words here, unless what it says is what happens anyway. */
    public void onlyIf(String name, Predicate<JsonNode> usual) throws CallEnded {
        Optional<JsonNode> value = take(name);
        if (value.isPresent() && !usual.test(value.get())) {
            throw refused("'" + name + "'");
        }
    }

    /** Refuses the first field that nobody has taken. */
    public void end() throws CallEnded {
        for (var field : request.properties()) {
            if (!taken.contains(field.getKey()) && !field.getValue().isNull()) {
                boolean plain = NAME.matcher(field.getKey()).matches();
                throw refused(plain ? "'" + field.getKey() + "'" : "one of the request's fields");
            }
        }
    }

    /** That this kind of provider has no words for {@code what}. */
    public CallEnded refused(String what) {
        return new CallEnded(new Outcome.Refused(vendor + " does not take " + what));
    }

    /** Whether a number is 0: no penalty. */
    public static boolean zero(JsonNode value) {
        return value.isNumber() && value.asDouble() == 0;
    }

    /** Whether a flag is off. */
    public static boolean off(JsonNode value) {
        return value.isBoolean() && !value.asBoolean();
    }

    /** Whether a flag is on. */
    public static boolean on(JsonNode value) {
        return value.isBoolean() && value.asBoolean();
    }

    /** Whether it is the number 1. */
    public static boolean one(JsonNode value) {
        return value.isNumber() && value.asInt() == 1;
    }

    /** Whether an array or object holds nothing. */
    public static boolean empty(JsonNode value) {
        return value.isContainerNode() && value.isEmpty();
    }

    /** Whether a list of modalities asks for text and nothing else. */
    public static boolean textOnly(JsonNode value) {
        return value.size() == 1 && value.path(0).asText().equals("text");
    }
}
