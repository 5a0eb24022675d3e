package io.spillway.gguf.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.gguf.schema.AnswerForm.Reading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class AnswerFormTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"type": "object", "properties": {"a": {"type": "integer"}}, "required": ["a"]} | {"a": 1}       | {"a": 1.5}
            {"type": "object", "properties": {"a": {"type": "integer"}}, "required": ["a"]} | {"a": -7}      | {}
            {"properties": {"a": {"type": "integer"}, "b": {}}}                             | {"b": [null]}  | {"c": 1}
            {"type": "object"}                                                              | {"x": {}}      | []
            {"type": "object", "additionalProperties": false}                               | {}             | {"x": 1}
            {"type": "array", "items": {"type": "boolean"}, "minItems": 1, "maxItems": 2}   | [true]         | [true,true,true]
            {"items": {"type": "null"}}                                                     | []             | [0]
            {"type": "string", "minLength": 2, "maxLength": 3}                              | "é😀"          | "é"
            {"type": ["string", "null"]}                                                    | null           | 1
            {"enum": ["red", 5, {"a": "ä"}]}                                                | {"a": "ä"}     | "blue"
            {"const": 1}                                                                    | 1.0            | 2
            {"anyOf": [{"type": "string"}, {"anyOf": [{"type": "number"}, {"const": 0}]}]}  | 1e3            | true
            {"$defs": {"n": {"type": "number"}}, "items": {"$ref": "#/$defs/n"}}            | [1, 2.5]       | ["1"]
            {"allOf": [{"type": "boolean"}], "description": "whether"}                      | false          | "false"
            true                                                                            | {"any": 1}     | {"any": 1
            """)
    void tellsWhatFitsFromWhatDoesNot(String schema, String good, String bad) throws JsonProcessingException {
        // When
        AnswerForm form = understood(JSON.readTree(schema));

        // Then
        assertThat(form.fits(good)).as(good).isTrue();
        assertThat(form.fits(bad)).as(bad).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"type": "string", "pattern": "^(a+)+$"}              | 'pattern'
            {"type": "number", "minimum": 3}                      | 'minimum'
            {"type": "object", "additionalProperties": {}}        | additionalProperties with a schema
            {"type": "object", "required": ["a"]}                 | required properties without a schema
            {"oneOf": [{"type": "string"}]}                       | 'oneOf'
            {"$ref": "https://example.org/schema.json"}           | $ref to another place
            {"$ref": "#/$defs/missing"}                           | a schema that is no object
            {"$ref": "#"}                                         | $ref to another place
            {"items": {"$ref": "#/items"}}                        | refers to itself
            {"$defs": {"a": {"anyOf": [{"$ref": "#/$defs/a"}, {"const": 1}]}}, "$ref": "#/$defs/a"} | refers to itself
            {"type": "string", "maxLength": 100000000}            | maxLength outside 0 to 200
            {"type": "array", "minItems": 5, "maxItems": 2}       | maxItems below minItems
            {"type": "array", "items": {"type": "magic"}}         | an unknown type
            {"type": "array", "items": 7}                         | a schema that is no object
            {"anyOf": []}                                         | anyOf that is no list of 1 to 64
            {"enum": "a"}                                         | enum that is no list
            {"\\" root ::= x": 1}                                 | '…'
            """)
    void whatWouldNotBeKeptIsRefusedByName(String schema, String reason) throws JsonProcessingException {
        // When
        Reading reading = AnswerForm.read(JSON.readTree(schema));

        // Then
        assertThat(reading)
                .isInstanceOfSatisfying(
                        Reading.TooMuch.class,
                        tooMuch -> assertThat(tooMuch.reason()).contains(reason));
    }

    @Test
    void optionsInsideOptionsAreRefusedBeforeTheyMultiply() {
        // Given
        ObjectNode schema = JSON.createObjectNode().put("type", "integer");
        for (int depth = 0; depth < 20; depth++) {
            ObjectNode outer = JSON.createObjectNode();
            ArrayNode options = outer.putArray("anyOf");
            for (String other : new String[] {"x", "y"}) {
                ObjectNode option = options.addObject().put("type", "object");
                option.putObject("properties").set("a", schema);
                option.withObject("/properties").putObject(other).put("type", "null");
            }
            schema = depth % 2 == 0 ? outer : JSON.createObjectNode().set("items", outer);
        }

        // When
        Reading reading = AnswerForm.read(schema);

        // Then
        assertThat(reading).isInstanceOf(Reading.TooMuch.class);
    }

    @Test
    void aLargeSchemaIsRefused() {
        // Given
        ObjectNode schema = JSON.createObjectNode();
        ArrayNode values = schema.putArray("enum");
        for (int i = 0; i < 400; i++) {
            values.add("x".repeat(1000) + i);
        }

        // When
        Reading reading = AnswerForm.read(schema);

        // Then
        assertThat(reading).isEqualTo(new Reading.TooMuch("a schema that is too large"));
    }

    @Test
    void theGrammarIsAsciiWhateverTheNamesAre() throws JsonProcessingException {
        // When
        String grammar = understood(JSON.readTree("""
                        {"properties": {"größe \\" ::= \\n😀": {"enum": ["\\\\", "\\u0000", "\\ud800"]}}}""")).grammar();

        // Then
        assertThat(grammar.chars()).allMatch(character -> character < 0x7F);
        assertThat(grammar).contains("gr\\U000000F6\\U000000DFe \\\\\\\" ::= \\\\n\\U0001F600");
    }

    @Test
    void optionalMembersMayBeLeftOutOneByOne() throws JsonProcessingException {
        // When
        String grammar = understood(
                        JSON.readTree(
                                "{\"properties\": {\"a\": {\"type\": \"null\"}, \"b\": {\"type\": \"boolean\"}}, \"required\": [\"b\"]}"))
                .grammar();

        // Then
        assertThat(grammar).endsWith("""
                r1 ::= ""
                r2 ::= "\\"b\\"" ws ":" ws truth ws r1
                r3 ::= "," ws "\\"b\\"" ws ":" ws truth ws r1
                r4 ::= "null"
                r5 ::= "\\"a\\"" ws ":" ws r4 ws r3 | r2
                r6 ::= "," ws "\\"a\\"" ws ":" ws r4 ws r3 | r3
                r7 ::= "{" ws r5 "}"
                root ::= r7
                """);
    }

    private static AnswerForm understood(JsonNode schema) {
        return switch (AnswerForm.read(schema)) {
            case Reading.Understood(AnswerForm form) -> form;
            case Reading.TooMuch(String reason) -> throw new AssertionError(reason);
        };
    }
}
