package io.spillway.cloud.provider.translation;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.cloud.provider.CallEnded;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One part of a message's content. */
public sealed interface Part {
    /** Words. */
    record Text(String text) implements Part {}

    /** A picture that comes along. */
    record Image(String mediaType, String base64) implements Part {}

    /** A picture that lies at an address. */
    record Link(String url) implements Part {}

    /**
     * A recording that comes along.
     *
     * @param format {@code wav} or {@code mp3}
     */
    record Audio(String format, String base64) implements Part {}

    /** The parts of {@code content}, which is a string, a list of OpenAI's parts, or nothing. */
    static List<Part> of(JsonNode content, Fields fields) throws CallEnded {
        List<Part> parts = new ArrayList<>();
        if (content.isTextual()) {
            parts.add(new Text(content.asText()));
        }
        if (content.isArray()) {
            for (JsonNode part : content) {
                parts.add(Known.one(part, fields));
            }
        }
        return parts;
    }

    /** The words of {@code content}; anything else in it is refused, named as {@code what}. */
    static String words(JsonNode content, Fields fields, String what) throws CallEnded {
        List<Part> parts = of(content, fields);
        if (!parts.stream().allMatch(Text.class::isInstance)) {
            throw fields.refused("anything but text in " + what);
        }
        return parts.stream().map(part -> ((Text) part).text()).collect(Collectors.joining("\n"));
    }

    /** How OpenAI writes them. */
    final class Known {
        private static final Pattern DATA =
                Pattern.compile("data:([a-zA-Z0-9.+/-]+);base64,", Pattern.CASE_INSENSITIVE);

        private Known() {}

        private static Part one(JsonNode part, Fields fields) throws CallEnded {
            return switch (part.path("type").asText()) {
                case "text" -> new Text(part.path("text").asText());
                case "refusal" -> new Text(part.path("refusal").asText());
                case "image_url" -> image(part.path("image_url").path("url").asText());
                case "input_audio" ->
                    new Audio(
                            part.path("input_audio").path("format").asText(),
                            part.path("input_audio").path("data").asText());
                default -> throw fields.refused("a message with a part of this type");
            };
        }

        private static Part image(String url) {
            Matcher data = DATA.matcher(url);
            return data.lookingAt() ? new Image(data.group(1), url.substring(data.end())) : new Link(url);
        }
    }
}
