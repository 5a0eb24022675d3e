package io.spillway.cloud.provider.openai;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.cloud.provider.Connections;
import io.spillway.cloud.provider.ProviderFixture;
import io.spillway.contract.call.ModelCall;
import io.spillway.contract.call.ModelCaller;
import io.spillway.contract.cluster.Target;
import io.spillway.contract.job.JobType;
import io.spillway.contract.outcome.ExhaustionKind;
import io.spillway.contract.outcome.Outcome;
import io.spillway.contract.outcome.Output;
import io.spillway.contract.outcome.Usage;
import io.spillway.testing.provider.Received;
import io.spillway.testing.provider.Reply;
import io.spillway.testing.provider.Script;
import io.spillway.testing.provider.Visit;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static io.spillway.cloud.provider.Chats.PATIENT;
import static io.spillway.cloud.provider.Chats.aCall;
import static io.spillway.cloud.provider.Chats.aTarget;
import static io.spillway.cloud.provider.Chats.json;
import static org.assertj.core.api.Assertions.assertThat;

/** Embeddings, speech and images over a real socket. */
class OtherCallsTest extends ProviderFixture {
    private static final Script ALL = Script.endpoints(Reply.status(500));

    @Override
    protected ModelCaller caller(URI baseUrl, Optional<String> key, Target target, Connections connections) {
        return new OpenAiChat(new Endpoint(baseUrl, key), List.of(target), connections, InstantSource.system());
    }

    @Test
    void embedsEveryText() {
        // When
        Outcome outcome = made(ALL, aCall(JobType.EMBEDDING, "{\"input\":[\"a\",\"bcd\"],\"dimensions\":3}"));

        // Then
        Received request = request(0);
        assertThat(request.path()).isEqualTo("/v1/embeddings");
        assertThat(request.json())
                .isEqualTo(json("{\"input\":[\"a\",\"bcd\"],\"dimensions\":3,\"model\":\"vendor-model-1\"}"));
        assertThat(request.headers()).containsEntry("authorization", "Bearer " + KEY);
        assertThat(completed(outcome).output().body()).isEqualTo(json("""
                {"data":[{"object":"embedding","index":0,"embedding":[1,1,2]},
                         {"object":"embedding","index":1,"embedding":[3,1,2]}]}"""));
        assertThat(completed(outcome).usage()).isEqualTo(new Usage(6, 0, false));
    }

    @Test
    void speaksAndCountsTheCharacters() {
        // When
        Outcome outcome = made(ALL, aCall(JobType.SPEECH, "{\"input\":\"Hi there\",\"voice\":\"alloy\"}"));

        // Then
        Output.Binary audio = completed(outcome).output().binaries().getFirst();
        assertThat(request(0).path()).isEqualTo("/v1/audio/speech");
        assertThat(audio.contentType()).isEqualTo("audio/mpeg");
        assertThat(new String(audio.content(), StandardCharsets.UTF_8)).isEqualTo("ID3Hi there");
        assertThat(completed(outcome).usage()).isEqualTo(new Usage(2, 0, true).withCharacters(8));
    }

    @ParameterizedTest
    @CsvSource({"b64_json, 1", "url, 3"})
    void drawsInlineOrAtAnAddress(String format, int requests) {
        // When
        Outcome outcome = made(
                ALL, aCall(JobType.IMAGE, "{\"prompt\":\"a dot\",\"n\":2,\"response_format\":\"" + format + "\"}"));

        // Then
        List<Output.Binary> images = completed(outcome).output().binaries();
        assertThat(images).hasSize(2).allSatisfy(image -> {
            assertThat(image.contentType()).isEqualTo("image/png");
            assertThat(image.content()).startsWith(0x89, 'P', 'N', 'G');
            assertThat(image.about().path("revised_prompt").asText()).isEqualTo("a dot");
        });
        assertThat(completed(outcome).usage()).isEqualTo(new Usage(2, 0, true).withImages(2));
        List<Visit> calls = provider.journal().visits();
        assertThat(calls).hasSize(requests);
        assertThat(calls.stream().skip(1))
                .as("no key goes to an address that an answer named")
                .allSatisfy(visit -> assertThat(visit.request().headers()).doesNotContainKey("authorization"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "EMBEDDING | {\"data\":[]}                                   | empty",
                "EMBEDDING | {\"data\":[{\"embedding\":[]}]}                 | empty",
                "EMBEDDING | {\"data\":[{\"embedding\":[\"x\"]}]}            | neither a list of numbers nor base 64",
                "EMBEDDING | {\"data\":[{\"embedding\":[1]},{\"embedding\":[1]}]} | 2 embeddings for 1 texts",
                "EMBEDDING | {\"object\":\"list\"}                           | an answer without embeddings",
                "IMAGE     | {\"data\":[]}                                   | empty",
                "IMAGE     | {\"data\":[{}]}                                 | without b64_json and url",
                "IMAGE     | {\"data\":[{\"b64_json\":\"aGVsbG8gd29ybGQ=\"}]} | neither PNG, JPEG, WebP nor GIF",
                "IMAGE     | {\"data\":[{\"url\":\"http://169.254.169.254/x\"}]} | neither https nor the provider's own",
                "IMAGE     | {\"data\":[{\"url\":\"file:///etc/passwd\"}]}   | neither https nor the provider's own",
                "SPEECH    | {\"text\":\"no audio\"}                         | 200 with JSON instead of audio",
            })
    void anAnswerThatIsNoneIsSaidToBeSo(JobType type, String body, String what) {
        // When
        Outcome outcome = made(Script.always(Reply.json(200, body)), aCall(type, fields(type)));

        // Then
        assertThat(outcome.word() + " " + outcome.detail()).contains(what);
        assertThat(outcome).isNotInstanceOf(Outcome.Completed.class);
    }

    @Test
    void speechThatIsNoAudioOrNothingIsNoAnswer() {
        // Given
        ModelCall call = aCall(JobType.SPEECH, fields(JobType.SPEECH));

        // When
        Outcome page = made(Script.always(Reply.raw(200, "text/html", "<html>")), call);
        Outcome nothing = made(Script.always(Reply.bytes("audio/mpeg", new byte[0])), call);
        Outcome unnamed = made(
                Script.always(Reply.bytes("application/octet-stream", new byte[] {1})),
                aCall(JobType.SPEECH, "{\"input\":\"x\",\"response_format\":\"wav\"}"));

        // Then
        assertThat(page).isEqualTo(new Outcome.Transient("200 with text/html instead of audio"));
        assertThat(nothing).isInstanceOf(Outcome.Empty.class);
        assertThat(completed(unnamed).output().binaries().getFirst().contentType())
                .isEqualTo("audio/wav");
    }

    @ParameterizedTest
    @EnumSource(
            value = JobType.class,
            names = {"EMBEDDING", "SPEECH", "IMAGE"})
    void refusalsMeanWhatTheyMeanForAChat(JobType type) {
        // Given
        ModelCall call = aCall(type, fields(type));

        // When
        Outcome limited = made(Script.always(Reply.status(429).header("Retry-After", "7")), call);
        Outcome wrong = made(Script.always(Reply.status(400)), call);
        Outcome down = made(Script.always(Reply.status(500)), call);
        Outcome disguised =
                made(Script.always(Reply.json(200, "{\"error\":{\"message\":\"overloaded\",\"code\":503}}")), call);

        // Then
        assertThat(limited).isInstanceOfSatisfying(Outcome.Exhausted.class, no -> {
            assertThat(no.kind()).isEqualTo(ExhaustionKind.RATE_LIMITED);
            assertThat(no.retryAfter()).contains(Duration.ofSeconds(7));
        });
        assertThat(wrong).isInstanceOf(Outcome.Rejected.class);
        assertThat(down).isInstanceOf(Outcome.Transient.class);
        assertThat(disguised).isInstanceOf(Outcome.Exhausted.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = JobType.class,
            names = {"EMBEDDING", "SPEECH", "IMAGE"})
    void aStoppedCallIsStoppedUpstream(JobType type) throws Exception {
        // Given
        CompletableFuture<Outcome> running = start(Reply.hang(), aCall(type, fields(type)));
        provider.journal().awaitVisits(1, SOON);

        // When
        stop.stop();

        // Then
        assertThat(running.get(5, TimeUnit.SECONDS)).isInstanceOf(Outcome.Cancelled.class);
        assertThat(provider.journal().awaitFate(Visit.Fate.LEFT, 1, SOON)).isTrue();
    }

    @Test
    void aTargetWithoutTheTypeRefuses() {
        // Given
        ObjectNode none = JsonNodeFactory.instance.objectNode();
        Target target = aTarget(PATIENT, none);
        ModelCall call = aCall(JobType.IMAGE, fields(JobType.IMAGE));
        Target chatsOnly = new Target(
                target.name(),
                target.model(),
                target.label(),
                target.pool(),
                java.util.Set.of(JobType.CHAT),
                Optional.empty(),
                none,
                PATIENT,
                target.limits(),
                target.price(),
                target.gguf());

        // When
        Outcome outcome = caller(provider.baseUrl(), Optional.of(KEY), chatsOnly, connections)
                .call(call, tokens::add, stop);

        // Then
        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        assertThat(provider.journal().visits()).isEmpty();
    }

    @Test
    void anImagesAddressThatAnswersSomethingElseFailsTheCall() {
        // Given
        Script script = request -> request.path().startsWith("/v1/pictures/") ? Reply.status(403) : ALL.reply(request);

        // When
        Outcome outcome = made(script, aCall(JobType.IMAGE, "{\"prompt\":\"x\",\"response_format\":\"url\"}"));

        // Then
        assertThat(outcome).isEqualTo(new Outcome.Transient("the image's address answered 403"));
    }

    @Test
    void everyKindOfImageIsKnownByItsFirstBytes() {
        assertThat(kind("iVBORw0KGgo=")).contains(ImageKind.PNG);
        assertThat(kind("/9j/4AAQ")).contains(ImageKind.JPEG);
        assertThat(kind("UklGRgAAAABXRUJQVlA4")).contains(ImageKind.WEBP);
        assertThat(kind("R0lGODlh")).contains(ImageKind.GIF);
        assertThat(kind("PHN2Zz4=")).isEmpty();
    }

    private static Optional<ImageKind> kind(String base64) {
        return ImageKind.of(Base64.getDecoder().decode(base64));
    }

    private Outcome made(Script script, ModelCall call) {
        provider.script(script);
        return caller(PATIENT).call(call, tokens::add, stop);
    }

    private Received request(int n) {
        return provider.journal().visits().get(n).request();
    }

    private static Outcome.Completed completed(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Completed.class);
        return (Outcome.Completed) outcome;
    }

    private static String fields(JobType type) {
        return type == JobType.IMAGE ? "{\"prompt\":\"a cat\"}" : "{\"input\":\"a cat\"}";
    }
}
