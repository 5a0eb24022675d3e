package io.spillway.gguf;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.contract.call.ModelCall;
import io.spillway.contract.call.StopSignal;
import io.spillway.contract.cluster.Target;
import io.spillway.contract.job.JobType;
import io.spillway.contract.outcome.Outcome;
import io.spillway.contract.outcome.Outcome.Completed;
import io.spillway.contract.routing.TargetName;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.spillway.gguf.Demo.ask;
import static io.spillway.gguf.Demo.eventually;
import static io.spillway.gguf.Demo.json;
import static io.spillway.gguf.Demo.saying;
import static org.assertj.core.api.Assertions.assertThat;

/** What can be asked of any engine beside plain text. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class GenerationContract {
    private static final Executor VIRTUAL = task -> Thread.ofVirtual().start(task);
    private static final TargetName TRIMMING = new TargetName("gguf/trimming");
    private static final TargetName VECTORS = new TargetName("gguf/vectors");
    /** Anything may come next: only a grammar keeps the toy from prose. */
    private static final String WILD = "\"temperature\": 2, \"top_p\": 1, \"max_tokens\": 300";

    private GgufModels models;

    /** What runs the model. */
    abstract Target.Engine engine();

    @BeforeAll
    void start(@TempDir Path folder) {
        models = GgufModels.start(
                List.of(
                        Demo.target(Demo.NAME, Demo.FILE, engine()),
                        like(TRIMMING, JobType.CHAT, OptionalInt.of(Demo.CONTEXT)),
                        like(VECTORS, JobType.EMBEDDING, OptionalInt.empty())),
                Demo.options(folder));
        eventually(() -> models.slots().size() == 3);
    }

    @AfterAll
    void stop() {
        models.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"""
                {"type": "object", "required": ["colour", "sizes"], "additionalProperties": false, "properties": {
                  "colour": {"enum": ["red", "grün", "青", "😀"]}, "note": {"type": "string", "maxLength": 5},
                  "sizes": {"type": "array", "items": {"type": "integer"}, "minItems": 1, "maxItems": 3}}}""", """
                {"type": "object", "properties": {"größe \\"x\\"": {"type": "boolean"}}, "required": ["größe \\"x\\""]}""", """
                {"type": "array", "minItems": 2, "maxItems": 2, "items": {"anyOf": [{"type": "null"}, {"type": "number"},
                  {"type": "object", "properties": {"a": {"const": 1}, "b": {"const": 2}}}]}}"""})
    void anAnswerHasTheFormOfItsSchema(String schema) {
        for (int seed = 1; seed <= 5; seed++) {
            // When
            Outcome outcome = ask(
                    models,
                    "Tell me a story.",
                    WILD,
                    "\"seed\": " + seed,
                    "\"response_format\": {\"type\": \"json_schema\", \"json_schema\": {\"schema\": " + schema + "}}");

            // Then: what does not fit is Transient, and what is cut says so.
            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            Completed.class,
                            completed -> assertThat(completed
                                            .output()
                                            .body()
                                            .path("finish_reason")
                                            .asText())
                                    .isEqualTo("stop"));
        }
    }

    @Test
    void jsonObjectGivesAnObject() {
        // When
        Outcome outcome =
                ask(models, "Tell me.", "\"seed\": 3, " + WILD, "\"response_format\": {\"type\": \"json_object\"}");

        // Then
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Completed.class,
                        completed -> assertThat(completed.output().text()).startsWith("{"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"$ref\": \"#/$defs/a\", \"$defs\": {\"a\": {\"$ref\": \"#/$defs/a\"}}}",
                "{\"type\": \"string\", \"pattern\": \"(((((\"}",
                "{\"type\": 7}",
                "{\"type\": \"array\", \"items\": {\"type\": \"string\", \"minLength\": 1000000000}}",
                "{\"type\": \"object\", \"properties\": 5, \"required\": [[]]}"
            })
    void aHostileSchemaIsRefusedAndHurtsNobody(String schema) {
        // Given
        var before = Demo.engine(models, Demo.NAME).pid();

        // When
        Outcome outcome = ask(
                models,
                "Hello",
                "\"response_format\": {\"type\": \"json_schema\", \"json_schema\": {\"schema\": " + schema + "}}");

        // Then
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.detail()).startsWith("response_format.json_schema.schema: "));
        assertThat(Demo.engine(models, Demo.NAME).pid()).isEqualTo(before);
    }

    @Test
    void samplingParametersReachTheModel() {
        // Given
        String wild = "\"seed\": 5, \"temperature\": 2, \"max_tokens\": 30";
        Outcome greedy = ask(models, "Hello", "\"temperature\": 0, \"seed\": 5, \"max_tokens\": 30");

        // When
        Outcome one = ask(models, "Hello", wild, "\"top_k\": 1");
        Outcome likely = ask(models, "Hello", wild, "\"min_p\": 1");
        Outcome varied = ask(models, "Hello", wild, "\"top_k\": 0", "\"repeat_penalty\": 1.5");

        // Then
        assertThat(one).isEqualTo(greedy);
        assertThat(likely).isEqualTo(greedy);
        assertThat(varied).isNotEqualTo(greedy);
    }

    @Test
    void conversationsAtOnceSayWhatTheySayOneByOne() {
        // Given
        List<ObjectNode> conversations = IntStream.range(0, 24)
                .mapToObj(i -> saying(
                        "Tell me about number " + i + ", please. " + "And on. ".repeat(i),
                        "\"temperature\": 0, \"max_tokens\": 48"))
                .toList();

        // When
        List<Outcome> oneByOne = conversations.stream().map(this::answer).toList();
        List<CompletableFuture<Outcome>> atOnce = conversations.stream()
                .map(request -> CompletableFuture.supplyAsync(() -> answer(request), VIRTUAL))
                .toList();

        // Then: a token that is next to as likely as another may fall the other way (docs/engines.md); no more than
        // that.
        assertThat(oneByOne).allSatisfy(outcome -> assertThat(outcome).isInstanceOf(Completed.class));
        List<Outcome> inCompany = atOnce.stream().map(CompletableFuture::join).toList();
        assertThat(IntStream.range(0, 24).filter(i -> inCompany.get(i).equals(oneByOne.get(i))))
                .hasSizeGreaterThanOrEqualTo(20);
    }

    @Test
    void aLongConversationLosesItsOldestTurnsWhereThatIsWanted() {
        // Given
        ObjectNode request = saying("word ".repeat(200));
        request.withArray("messages").addObject().put("role", "assistant").put("content", "word ".repeat(100));
        request.withArray("messages").addObject().put("role", "user").put("content", "And what is the sea?");
        request.put("max_tokens", 20).put("temperature", 0);
        ObjectNode longer = request.deepCopy();
        longer.withArray("messages").insertObject(0).put("role", "user").put("content", "word ".repeat(300));

        // When
        Outcome whole = call(TRIMMING, JobType.CHAT, request);
        Outcome trimmed = call(TRIMMING, JobType.CHAT, longer);
        Outcome untrimmed = call(Demo.NAME, JobType.CHAT, longer);

        // Then
        assertThat(whole)
                .isInstanceOfSatisfying(
                        Completed.class, done -> assertThat(done.detail()).isEmpty());
        assertThat(trimmed)
                .isInstanceOfSatisfying(
                        Completed.class,
                        done -> assertThat(done.detail()).matches("trimmed: the oldest [13] messages were left out"));
        assertThat(untrimmed).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void textsBecomeVectorsOfLengthOne() {
        // When
        Outcome outcome = call(
                VECTORS, JobType.EMBEDDING, json("{\"input\": [\"the sea is blue\", \"a\", \"the sea is blue\"]}"));

        // Then
        assertThat(outcome).isInstanceOfSatisfying(Completed.class, completed -> {
            List<double[]> vectors = completed
                    .output()
                    .body()
                    .path("data")
                    .valueStream()
                    .map(one -> one.path("embedding")
                            .valueStream()
                            .mapToDouble(value -> value.asDouble())
                            .toArray())
                    .toList();
            assertThat(vectors)
                    .hasSize(3)
                    .allSatisfy(vector -> assertThat(
                                    DoubleStream.of(vector).map(v -> v * v).sum())
                            .isCloseTo(1, org.assertj.core.data.Offset.offset(1e-3)));
            assertThat(likeness(vectors.get(0), vectors.get(2))).isGreaterThan(0.999);
            assertThat(likeness(vectors.get(0), vectors.get(1))).isLessThan(0.99);
            assertThat(completed.usage().inputTokens()).isBetween(6L, 60L);
            assertThat(completed.usage().outputTokens()).isZero();
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"input": [1, 2]}                                | tokens as 'input'
            {"input": "a", "dimensions": 5}                  | dimensions
            {"input": ["a", ""]}                             | input should not hold an empty text
            {"input": 7}                                     | tokens as 'input'
            {"input": []}                                    | input should be
            {"input": "a", "encoding_format": "base64"}      | encoding_format
            """)
    void whatNoVectorIsMadeOfIsNamed(String request, String reason) {
        // When
        Outcome outcome = call(VECTORS, JobType.EMBEDDING, json(request));

        // Then
        assertThat(outcome.detail()).startsWith(reason);
    }

    @Test
    void aTextLongerThanTheContextIsRefused() {
        // Given
        ObjectNode request = json("{}");
        request.put("input", "word ".repeat(Demo.CONTEXT));

        // When
        Outcome outcome = call(VECTORS, JobType.EMBEDDING, request);

        // Then
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.detail()).contains("the context of gguf/vectors holds 512"));
    }

    @Test
    void eachModelSaysWhatItIsFor() {
        // When
        Outcome chat = call(VECTORS, JobType.CHAT, saying("Hello"));
        Outcome embedding = call(Demo.NAME, JobType.EMBEDDING, json("{\"input\": \"a\"}"));

        // Then
        assertThat(chat.detail()).isEqualTo("gguf/vectors takes jobs of the type embedding only, not chat");
        assertThat(embedding.detail()).isEqualTo("gguf/demo takes jobs of the type chat only, not embedding");
    }

    private static double likeness(double[] one, double[] other) {
        return IntStream.range(0, one.length)
                .mapToDouble(i -> one[i] * other[i])
                .sum();
    }

    private Outcome answer(ObjectNode request) {
        return call(Demo.NAME, JobType.CHAT, request);
    }

    Outcome call(TargetName target, JobType type, ObjectNode request) {
        return models.call(
                new ModelCall(Demo.call(request).job(), 1, type, target, request, false), _ -> {}, new StopSignal());
    }

    private Target like(TargetName name, JobType type, OptionalInt trimTo) {
        Target demo = Demo.target(name, Demo.FILE, engine());
        return new Target(
                name,
                demo.model(),
                demo.label(),
                demo.pool(),
                Set.of(type),
                demo.region(),
                demo.defaults(),
                demo.timeouts(),
                demo.limits(),
                demo.price(),
                demo.gguf(),
                trimTo,
                Optional.empty());
    }
}
