package io.spillway.gateway.submission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** A chat job may give bare text instead of messages, under any of five names: one user message. */
final class BareText {
    static final List<String> NAMES = List.of("input", "text", "prompt", "query", "message");

    private static final int LONG_TEXT = 10 * 1024 * 1024;

    private BareText() {}

    static Shape shape() {
        Shape shape = new Shape();
        NAMES.forEach(name -> shape.optional(name, Rule.text(LONG_TEXT)));
        return shape;
    }

    /** Complains unless there are either messages or exactly one bare text. */
    static void check(Place at, ObjectNode body) {
        List<String> given = given(body);
        boolean messages = body.hasNonNull("messages");
        if (given.isEmpty() && !messages) {
            at.at("messages").wrong("is missing; give messages, or bare text as one of " + String.join(", ", NAMES));
        } else if (messages && !given.isEmpty()) {
            at.at(given.getFirst()).wrong("should not stand beside messages");
        } else if (given.size() > 1) {
            at.at(given.get(1)).wrong("should not stand beside " + given.getFirst());
        }
    }

    /** Puts messages in the place of bare text. */
    static void unfold(ObjectNode request) {
        for (String name : given(request)) {
            String text = request.remove(name).textValue();
            request.putArray("messages").addObject().put("role", "user").put("content", text);
        }
    }

    private static List<String> given(ObjectNode body) {
        return NAMES.stream().filter(body::hasNonNull).toList();
    }
}
