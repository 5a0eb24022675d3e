package io.spillway.gguf.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * What an answer has to look like: the part of JSON Schema that a grammar can hold a model to.
 *
 * @see <a href="https://json-schema.org/draft/2020-12/json-schema-validation">JSON Schema validation</a>
 */
sealed interface Form {
    /** Any JSON. */
    record Any() implements Form {}

    /** Any JSON object. */
    record AnyObject() implements Form {}

    /** An object of these members, in this order, and no others. */
    record Members(List<Member> members) implements Form {
        public Members {
            members = List.copyOf(members);
        }
    }

    /** A list of {@code least} to {@code most} elements; {@link #UNBOUNDED} for no end. */
    record Elements(Form element, int least, int most) implements Form {}

    /** A text of {@code least} to {@code most} characters; {@link #UNBOUNDED} for no end. */
    record Text(int least, int most) implements Form {}

    /** A number. */
    record Number() implements Form {}

    /** A whole number. */
    record Whole() implements Form {}

    /** True or false. */
    record Truth() implements Form {}

    /** One of these values. */
    record Constants(List<JsonNode> values) implements Form {
        public Constants {
            values = List.copyOf(values);
        }
    }

    /** Any one of these; none of them is an {@code Either} itself. */
    record Either(List<Form> options) implements Form {
        public Either {
            options = List.copyOf(options);
        }
    }

    /** No upper bound. */
    int UNBOUNDED = -1;

    /** A member of an object. */
    record Member(String name, Form form, boolean required) {}
}
