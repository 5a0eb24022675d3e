package io.spillway.cloud.provider.openai;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.cloud.provider.CallEnded;
import io.spillway.cloud.provider.Incoming;
import io.spillway.cloud.provider.TokenEstimate;
import io.spillway.contract.outcome.Outcome;
import io.spillway.contract.outcome.Output;
import io.spillway.contract.outcome.Usage;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Speech: one recording of a text.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/audio/createSpeech">OpenAI, create speech</a>
 */
record SpeechCall(ObjectNode request, JsonAnswer answer) implements OtherCall {
    private static final Pattern AUDIO = Pattern.compile("audio/[a-z0-9][a-z0-9.+-]{0,60}");

    @Override
    public String path() {
        return "/audio/speech";
    }

    @Override
    public String accepts() {
        return "audio/*, application/octet-stream";
    }

    @Override
    public Outcome read(Incoming incoming, Incoming.Head head) throws CallEnded, InterruptedException {
        String said = head.mediaType().toLowerCase(Locale.ROOT);
        if (said.equals("application/json")) {
            answer.read(incoming, head);
            return new Outcome.Transient(head.status() + " with JSON instead of audio");
        }
        Optional<String> type = type(said);
        if (type.isEmpty()) {
            return new Outcome.Transient(head.status() + " with " + said + " instead of audio");
        }
        byte[] audio = incoming.whole();
        return audio.length == 0
                ? new Outcome.Empty(usage())
                : new Outcome.Completed(
                        Output.of(List.of(new Output.Binary(type.get(), audio, JsonNodeFactory.instance.objectNode()))),
                        usage());
    }

    /** What the head says, or where it says nothing in particular, what was asked for. */
    private Optional<String> type(String said) {
        if (said.isEmpty() || said.equals("application/octet-stream")) {
            return Optional.of(asked());
        }
        return Optional.of(said).filter(type -> AUDIO.matcher(type).matches());
    }

    private String asked() {
        return switch (request.path("response_format").asText("mp3")) {
            case "opus" -> "audio/ogg";
            case "aac" -> "audio/aac";
            case "flac" -> "audio/flac";
            case "wav" -> "audio/wav";
            case "pcm" -> "audio/pcm";
            default -> "audio/mpeg";
        };
    }

    private Usage usage() {
        String text = request.path("input").asText("");
        return TokenEstimate.of(request.path("input"), MissingNode.getInstance())
                .withCharacters(text.codePointCount(0, text.length()));
    }
}
