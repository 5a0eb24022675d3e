package io.spillway.gateway.submission;

import io.spillway.contract.job.JobType;
import io.spillway.gateway.refusal.Problem.FieldError;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SubmissionReaderTest {
    private static final String CHAT = "\"prompt\":\"hi\"";

    @Test
    void speech_goes_to_the_provider_under_its_own_names() {
        // When
        SubmissionReader.Read read = read("{\"type\":\"speech\",\"input\":\"hi\",\"format\":\"wav\",\"voice\":null}");

        // Then
        assertThat(read)
                .isInstanceOfSatisfying(
                        SubmissionReader.Read.Good.class,
                        good -> assertThat(good.submission().request().toString())
                                .isEqualTo("{\"input\":\"hi\",\"response_format\":\"wav\"}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a\"", "[\"a\",\"b\"]", "[1,2,3]", "[[1],[2,3]]"})
    void embeds_texts_and_tokens(String input) {
        assertThat(read("{\"type\":\"embedding\",\"input\":" + input + "}"))
                .isInstanceOf(SubmissionReader.Read.Good.class);
    }

    @ParameterizedTest(name = "{0} is malformed at {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                                        | body                | empty
            `   `                                     | body                | empty
            nonsense                                  | body                | not valid JSON
            []                                        | body                | object
            "text"                                    | body                | object
            null                                      | body                | object
            {"prompt":                                | prompt              | not valid JSON
            {"prompt":"hi"}}                          | body                | not valid JSON
            {"prompt":"hi"} {}                        | body                | not valid JSON
            {'prompt':'hi'}                           | body                | not valid JSON
            {"prompt":"hi",}                          | prompt              | not valid JSON
            {"prompt":"hi"/*why*/}                    | prompt              | not valid JSON
            {"prompt":NaN}                            | prompt              | not valid JSON
            {"seed":01}                               | seed                | not valid JSON
            {"prompt":"hi","prompt":"ho"}             | prompt              | Duplicate
            {"messages":[{"role":"user","role":"x"}]} | messages[0].role    | Duplicate
            {"prompt":"\\ud800"}                      | prompt              | surrogate
            {"prompt":"\\udc00\\ud800"}               | prompt              | surrogate
            {"metadata":{"\\udfff":"x"}}              | metadata            | surrogate
            {"messages":[{"content":"a\\ud800b"}]}    | messages[0].content | surrogate
            {"temperature":1e999}                     | temperature         | too large
            """)
    void refuses_what_is_no_json(String body, String field, String reason) {
        // When
        SubmissionReader.Read read = read(body);

        // Then
        assertThat(read).isInstanceOfSatisfying(SubmissionReader.Read.Malformed.class, malformed -> {
            assertThat(malformed.error().field()).startsWith(field);
            assertThat(malformed.error().message()).contains(reason);
        });
    }

    @ParameterizedTest(name = "{0} is wrong at {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                                    | messages              | is missing
            {"messages":null}                                     | messages              | is missing
            {"messages":[]}                                       | messages              | empty
            {"messages":{}}                                       | messages              | list
            {"messages":["hi"]}                                   | messages[0]           | object
            {"messages":[{"content":"x"}]}                        | messages[0].role      | is missing
            {"messages":[{"role":"bot","content":"x"}]}           | messages[0].role      | one of
            {"messages":[{"role":"user"}]}                        | messages[0].content   | is missing
            {"messages":[{"role":"user","content":7}]}            | messages[0].content   | string or a list
            {"messages":[{"role":"user","content":[]}]}           | messages[0].content   | empty
            {"messages":[{"role":"user","content":[{"type":"x"}]}]} | messages[0].content[0].type | one of
            {"messages":[{"role":"user","content":[{"type":"text"}]}]} | messages[0].content[0].text | string
            {"messages":[{"role":"user","content":"x","colour":1}]} | messages[0].colour  | not known
            {"messages":[{"role":"tool","content":"x"}]}          | messages[0].tool_call_id | is missing
            {"prompt":""}                                         | prompt                | empty
            {"prompt":["a"]}                                      | prompt                | string
            {"prompt":"a","text":"b"}                             | prompt                | beside
            {"prompt":"a","messages":[{"role":"user","content":"b"}]} | prompt            | beside
            {"promt":"a"}                                         | promt                 | did you mean 'prompt'
            {"prompt":"a","maxTokens":5}                          | maxTokens             | did you mean 'max_tokens'
            {"prompt":"a","zzz":5}                                | zzz                   | not known
            {"prompt":"a","type":"video"}                         | type                  | one of
            {"prompt":"a","type":5}                               | type                  | one of
            {"prompt":"a","model":""}                             | model                 | empty
            {"prompt":"a","model":5}                              | model                 | string
            {"prompt":"a","temperature":-0.1}                     | temperature           | from 0 to 2
            {"prompt":"a","temperature":2.1}                      | temperature           | from 0 to 2
            {"prompt":"a","temperature":"1"}                      | temperature           | number
            {"prompt":"a","top_p":1.01}                           | top_p                 | from 0 to 1
            {"prompt":"a","max_tokens":0}                         | max_tokens            | whole number
            {"prompt":"a","max_tokens":1.5}                       | max_tokens            | whole number
            {"prompt":"a","max_tokens":99999999999999999999}      | max_tokens            | whole number
            {"prompt":"a","seed":1.5}                             | seed                  | whole number
            {"prompt":"a","n":0}                                  | n                     | from 1
            {"prompt":"a","stop":["a","b","c","d","e"]}           | stop                  | at most 4
            {"prompt":"a","stop":[""]}                            | stop[0]               | empty
            {"prompt":"a","stop":{}}                              | stop                  | list
            {"prompt":"a","top_logprobs":21}                      | top_logprobs          | from 0 to 20
            {"prompt":"a","logprobs":1}                           | logprobs              | true or false
            {"prompt":"a","presence_penalty":3}                   | presence_penalty      | from -2 to 2
            {"prompt":"a","tools":[{"type":"function"}]}          | tools[0].function.name | 1 to 64
            {"prompt":"a","tool_choice":"maybe"}                  | tool_choice           | one of
            {"prompt":"a","response_format":{"type":"xml"}}       | response_format.type  | one of
            {"prompt":"a","response_format":{"type":"json_schema"}} | response_format.json_schema | object
            {"prompt":"a","priority":10}                          | priority              | from 0 to 9
            {"prompt":"a","priority":-1}                          | priority              | from 0 to 9
            {"prompt":"a","start_by":"10m"}                       | start_by              | ISO 8601
            {"prompt":"a","end_by":"PT48H0.001S"}                 | end_by                | at most PT48H
            {"prompt":"a","end_by":"PT-1S"}                       | end_by                | longer than
            {"prompt":"a","end_by":3600}                          | end_by                | ISO 8601
            {"prompt":"a","run_timeout":"PT0S"}                   | run_timeout           | longer than
            {"prompt":"a","result_ttl":"PT99999999999999999H"}    | result_ttl            | ISO 8601
            {"prompt":"a","fallback":"no"}                        | fallback              | true or false
            {"prompt":"a","stream":0}                             | stream                | true or false
            {"prompt":"a","webhook":"whe_x"}                      | webhook               | object
            {"prompt":"a","webhook":{}}                           | webhook.endpoint      | is missing
            {"prompt":"a","webhook":{"endpoint":7}}               | webhook.endpoint      | string
            {"prompt":"a","webhook":{"url":"https://a"}}          | webhook.url           | not known
            {"prompt":"a","metadata":[]}                          | metadata              | object
            {"prompt":"a","metadata":{"a":1}}                     | metadata.a            | string
            {"prompt":"a","metadata":{"":"x"}}                    | metadata              | 1 to 64
            {"type":"embedding","input":"x","temperature":1}      | temperature           | not known
            {"type":"embedding"}                                  | input                 | is missing
            {"type":"embedding","input":""}                       | input                 | empty
            {"type":"embedding","input":[]}                       | input                 | empty
            {"type":"embedding","input":{}}                       | input                 | string or a list of strings or of tokens
            {"type":"embedding","input":["a",""]}                 | input[1]              | empty
            {"type":"embedding","input":["a",3]}                  | input[1]              | string
            {"type":"embedding","input":[1,"a"]}                  | input[1]              | whole number
            {"type":"embedding","input":[1,-1]}                   | input[1]              | from 0
            {"type":"embedding","input":[[1],[]]}                 | input[1]              | empty
            {"type":"embedding","input":[[1],["a"]]}              | input[1][0]           | whole number
            {"type":"embedding","input":"x","dimensions":0}       | dimensions            | from 1
            {"type":"embedding","input":"x","encoding_format":"hex"} | encoding_format    | one of float, base64
            {"type":"embedding","input":"x","stream":true}        | stream                | no tokens to follow
            {"type":"speech","input":["x"]}                       | input                 | string
            {"type":"speech","input":"x","format":"ogg"}          | format                | one of mp3, opus
            {"type":"speech","input":"x","format":"mp3","response_format":"wav"} | format | beside response_format
            {"type":"speech","input":"x","speed":5}               | speed                 | from 0.25 to 4
            {"type":"speech","input":"x","voice":""}              | voice                 | empty
            {"type":"image"}                                      | prompt                | is missing
            {"type":"image","prompt":"x","n":11}                  | n                     | from 1 to 10
            {"type":"image","prompt":"x","size":"big"}            | size                  | WIDTHxHEIGHT
            {"type":"image","prompt":"x","size":"0x10"}           | size                  | WIDTHxHEIGHT
            {"type":"image","prompt":"x","quality":"best"}        | quality               | one of auto, low
            {"type":"image","prompt":"x","style":"noir"}          | style                 | one of vivid
            {"type":"image","prompt":"x","output_compression":101} | output_compression   | from 0 to 100
            {"type":"image","prompt":"x","messages":[]}           | messages              | not known
            """)
    void refuses_a_field_by_name(String body, String field, String rule) {
        // When
        SubmissionReader.Read read = read(body);

        // Then
        assertThat(read)
                .isInstanceOfSatisfying(
                        SubmissionReader.Read.Invalid.class,
                        invalid -> assertThat(invalid.errors()).anySatisfy(error -> {
                            assertThat(error.field()).isEqualTo(field);
                            assertThat(error.message()).contains(rule);
                        }));
    }

    @Test
    void refuses_metadata_of_more_than_its_limits() {
        // Given
        StringBuilder pairs = new StringBuilder("\"k0\":\"v\"");
        for (int i = 1; i <= 16; i++) {
            pairs.append(",\"k").append(i).append("\":\"v\"");
        }

        // When
        List<FieldError> many = invalid("{" + CHAT + ",\"metadata\":{" + pairs + "}}");
        List<FieldError> longKey = invalid("{" + CHAT + ",\"metadata\":{\"" + "k".repeat(65) + "\":\"v\"}}");
        List<FieldError> longValue = invalid("{" + CHAT + ",\"metadata\":{\"k\":\"" + "v".repeat(513) + "\"}}");

        // Then
        assertThat(many).extracting(FieldError::message).containsExactly("should have at most 16 pairs");
        assertThat(longKey).extracting(FieldError::field).containsExactly("metadata");
        assertThat(longValue).extracting(FieldError::field).containsExactly("metadata.k");
    }

    @Test
    void refuses_bodies_deeper_than_64_levels() {
        // Given
        String deepest = "[".repeat(StrictJson.DEPTH - 2) + "]".repeat(StrictJson.DEPTH - 2);
        String tooDeep = "[".repeat(100_000);

        // When
        SubmissionReader.Read allowed = read("{" + CHAT + ",\"logit_bias\":{\"a\":" + deepest + "}}");
        SubmissionReader.Read refused = read("{" + CHAT + ",\"logit_bias\":" + tooDeep + "}");

        // Then
        assertThat(allowed).isInstanceOf(SubmissionReader.Read.Good.class);
        assertThat(refused).isInstanceOf(SubmissionReader.Read.Malformed.class);
    }

    @Test
    void refuses_bytes_that_are_not_utf8() {
        // When
        SubmissionReader.Read read = SubmissionReader.read(new byte[] {'{', '"', (byte) 0xC0, (byte) 0x80, '"', '}'});

        // Then
        assertThat(read).isInstanceOf(SubmissionReader.Read.Malformed.class);
    }

    @Test
    void names_at_most_twenty_mistakes() {
        // Given
        StringBuilder fields = new StringBuilder("\"prompt\":\"a\"");
        for (int i = 0; i < 1_000; i++) {
            fields.append(",\"unknown").append(i).append("\":1");
        }

        // When
        List<FieldError> errors = invalid("{" + fields + "}");

        // Then
        assertThat(errors).hasSize(20);
    }

    @Test
    void gives_a_plain_prompt_every_default() {
        // When
        Submission submission = good("{\"prompt\":\"hi\"}");

        // Then
        assertThat(submission.type()).isEqualTo(JobType.CHAT);
        assertThat(submission.model()).isEmpty();
        assertThat(submission.priority()).isEqualTo(5);
        assertThat(submission.fallback()).isTrue();
        assertThat(submission.stream()).isFalse();
        assertThat(submission.times().startBy()).isEmpty();
        assertThat(submission.times().runTimeout()).isEqualTo(Duration.ofMinutes(5));
        assertThat(submission.times().endBy()).isEqualTo(Duration.ofHours(24));
        assertThat(submission.request()).hasToString("{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
    }

    @Test
    void separates_the_call_from_what_is_about_the_job() {
        // When
        Submission submission = good("""
                {"type":"chat","model":"fast","messages":[{"role":"user","content":"hi"}],"max_tokens":200,
                 "temperature":0.7,"stop":[],"response_format":null,"seed":null,"priority":0,"start_by":"PT10M",
                 "run_timeout":"PT2M","end_by":"PT48H","result_ttl":"PT1H","fallback":false,"stream":true,
                 "metadata":{"k":"v"}}
                """);

        // Then
        assertThat(submission.model()).contains("fast");
        assertThat(submission.times())
                .isEqualTo(new Submission.Times(
                        Optional.of(Duration.ofMinutes(10)),
                        Duration.ofMinutes(2),
                        Duration.ofHours(48),
                        Duration.ofHours(1)));
        assertThat(submission.metadata()).containsEntry("k", "v");
        assertThat(submission.request().properties())
                .extracting(java.util.Map.Entry::getKey)
                .containsExactly("messages", "max_tokens", "temperature", "stop");
    }

    @Test
    void knows_the_same_body_again_however_it_is_written() {
        // When
        String one = good("{\"prompt\":\"hi\",\"n\":1}").fingerprint();
        String same = good(" { \"n\" : 1, \"prompt\" : \"\\u0068i\" } ").fingerprint();
        String other = good("{\"prompt\":\"hi\",\"n\":2}").fingerprint();

        // Then
        assertThat(same).isEqualTo(one).isNotEqualTo(other);
    }

    @Test
    void keeps_odd_strings_as_they_are() {
        // Given
        String odd = "\u0000\u0007\u2028 \uD83D\uDE00 \u202E e\u0301 \uFEFF";

        // When
        Submission submission = good("{\"prompt\":\"\\u0000\\u0007\\u2028 \uD83D\uDE00 \u202E e\u0301 \uFEFF\"}");

        // Then
        assertThat(submission.request().at("/messages/0/content").textValue()).isEqualTo(odd);
    }

    private static SubmissionReader.Read read(String body) {
        return SubmissionReader.read(body.getBytes(StandardCharsets.UTF_8));
    }

    private static Submission good(String body) {
        SubmissionReader.Read read = read(body);
        assertThat(read).isInstanceOf(SubmissionReader.Read.Good.class);
        return ((SubmissionReader.Read.Good) read).submission();
    }

    private static List<FieldError> invalid(String body) {
        SubmissionReader.Read read = read(body);
        assertThat(read).isInstanceOf(SubmissionReader.Read.Invalid.class);
        return ((SubmissionReader.Read.Invalid) read).errors();
    }
}
