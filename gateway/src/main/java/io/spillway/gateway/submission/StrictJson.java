package io.spillway.gateway.submission;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * JSON as RFC 8259 has it and nothing else: UTF-8, no field twice, no lone surrogate, no number that a double cannot
 * hold, at most {@value #DEPTH} levels deep. What passes can be written again without loss.
 */
public final class StrictJson {
    static final int DEPTH = 64;

    private static final Pattern OWN_CODE =
            Pattern.compile(", from `[^`]*`| \\(bound as `[^`]*`\\)|: not allowed as per `[^`]*`");

    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEPTH)
                            .maxNumberLength(400)
                            .maxNameLength(1_000)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private StrictJson() {}

    /** What reading gave. */
    public sealed interface Parsed {
        /** @param node what stands in the body */
        record Value(JsonNode node) implements Parsed {}

        /** @param field where it is, as far as that is known; else {@code body} */
        record Malformed(String field, String message) implements Parsed {}
    }

    /** What {@code body} holds. */
    public static Parsed parse(byte[] body) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            return new Parsed.Malformed("body", "is not UTF-8");
        }
        if (text.isBlank()) {
            return new Parsed.Malformed("body", "is empty; a JSON object is expected");
        }
        return parse(text);
    }

    private static Parsed parse(String text) {
        try (JsonParser parser = JSON.createParser(text)) {
            try {
                JsonNode node = JSON.readValue(parser, JsonNode.class);
                Complaints complaints = new Complaints();
                writable(new Place("", complaints), node);
                return complaints.errors().stream()
                        .findFirst()
                        .<Parsed>map(error -> new Parsed.Malformed(error.field(), error.message()))
                        .orElse(new Parsed.Value(node));
            } catch (JsonProcessingException e) {
                return malformed(parser, e);
            }
        } catch (IOException e) {
            return new Parsed.Malformed("body", "cannot be read");
        }
    }

    private static Parsed malformed(JsonParser parser, JsonProcessingException e) {
        String pointer = parser.getParsingContext() == null
                ? ""
                : parser.getParsingContext().pathAsPointer().toString();
        String field = pointer.isEmpty()
                ? "body"
                : pointer.substring(1).replaceAll("/(\\d+)", "[$1]").replace('/', '.');
        JsonLocation at = e.getLocation();
        String where = at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
        // The first line is the parser's reason; what follows quotes the source.
        String reason = e.getOriginalMessage().lines().findFirst().orElse("malformed");
        // Which class of the parser's or which of its settings it was says nothing to a client.
        reason = OWN_CODE.matcher(reason).replaceAll("");
        return new Parsed.Malformed(field, "is not valid JSON" + where + ": " + reason);
    }

    private static void writable(Place at, JsonNode node) {
        if (node.isTextual()) {
            check(at, node.textValue());
        } else if (node.isFloatingPointNumber() && !Double.isFinite(node.doubleValue())) {
            at.wrong("is a number too large");
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                writable(at.at(i), node.get(i));
            }
        } else if (node.isObject()) {
            node.properties().forEach(field -> {
                check(at, field.getKey());
                writable(at.at(field.getKey()), field.getValue());
            });
        }
    }

    private static void check(Place at, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                at.wrong("holds half of a surrogate pair, which is no character");
                return;
            }
        }
    }
}
