package io.spillway.gateway.submission;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** What a field's value must be; complains if it is not. A field that is absent or null is not looked at. */
@FunctionalInterface
public interface Rule {
    /** Looks at {@code value} and complains at its place. */
    void check(Place at, JsonNode value);

    /** Any value. */
    static Rule anything() {
        return (at, value) -> {};
    }

    /** An object, whatever is in it. */
    static Rule object() {
        return (at, value) -> {
            if (!value.isObject()) {
                at.wrong("should be an object");
            }
        };
    }

    /** {@code true} or {@code false}. */
    static Rule flag() {
        return (at, value) -> {
            if (!value.isBoolean()) {
                at.wrong("should be true or false");
            }
        };
    }

    /** A number from {@code least} to {@code most}. */
    static Rule number(double least, double most) {
        return (at, value) -> {
            if (!value.isNumber() || value.doubleValue() < least || value.doubleValue() > most) {
                at.wrong("should be a number from " + plain(least) + " to " + plain(most));
            }
        };
    }

    /** A whole number from {@code least} to {@code most}. */
    static Rule integer(long least, long most) {
        return (at, value) -> {
            if (!value.isIntegralNumber()
                    || !value.canConvertToLong()
                    || value.longValue() < least
                    || value.longValue() > most) {
                at.wrong("should be a whole number"
                        + (most == Long.MAX_VALUE
                                ? (least == Long.MIN_VALUE ? "" : " of " + least + " or more")
                                : " from " + least + " to " + most));
            }
        };
    }

    /** Text of 1 to {@code most} characters. */
    static Rule text(int most) {
        return (at, value) -> {
            if (!value.isTextual()) {
                at.wrong("should be a string");
            } else if (value.textValue().isEmpty()) {
                at.wrong("should not be empty");
            } else if (value.textValue().length() > most) {
                at.wrong("should have at most " + most + " characters");
            }
        };
    }

    /** Text that {@code form} matches as a whole. */
    static Rule matching(Pattern form, String described) {
        return (at, value) -> {
            if (!value.isTextual() || !form.matcher(value.textValue()).matches()) {
                at.wrong("should be " + described);
            }
        };
    }

    /** One of {@code words}. */
    static Rule oneOf(String... words) {
        List<String> known = List.of(words);
        return (at, value) -> {
            if (!value.isTextual() || !known.contains(value.textValue())) {
                at.wrong("should be one of " + String.join(", ", known));
            }
        };
    }

    /** A list of {@code least} to {@code most} elements, each as {@code element} says. */
    static Rule list(int least, int most, Rule element) {
        return (at, value) -> {
            if (!value.isArray()) {
                at.wrong("should be a list");
            } else if (value.size() < least) {
                at.wrong(least == 1 ? "should not be empty" : "should have at least " + least + " elements");
            } else if (value.size() > most) {
                at.wrong("should have at most " + most + " elements");
            } else {
                for (int i = 0; i < value.size(); i++) {
                    element.check(at.at(i), value.get(i));
                }
            }
        };
    }

    /** A string as {@code text} says, or else as {@code other} says. */
    static Rule textOr(Rule text, Rule other) {
        return (at, value) -> (value.isTextual() ? text : other).check(at, value);
    }

    /** An ISO 8601 duration of more than nothing, at most {@code most}. */
    static Rule duration(Duration most) {
        return (at, value) -> {
            try {
                Duration duration = Duration.parse(value.isTextual() ? value.textValue() : "");
                if (duration.toMillis() > 0 && duration.compareTo(most) <= 0) {
                    return;
                }
            } catch (DateTimeException | ArithmeticException e) {
                // Said below, in the same words as one out of range.
            }
            at.wrong("should be an ISO 8601 duration such as PT10M, longer than PT0S and at most " + most);
        };
    }

    private static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
