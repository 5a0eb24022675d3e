package io.spillway.gguf.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * The form an answer was asked for in. Schemas come from anybody: they are read here within bounds, and what llama.cpp
 * sees is a grammar that was written here, as its own reader of schemas ends the process on a bad one.
 */
public final class AnswerForm {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Form form;
    private final String grammar;

    private AnswerForm(Form form, String grammar) {
        this.form = form;
        this.grammar = grammar;
    }

    /** What became of reading a schema. */
    public sealed interface Reading {
        /** It is understood. */
        record Understood(AnswerForm form) implements Reading {}

        /** We cannot hold a model to it; another target may. */
        record TooMuch(String reason) implements Reading {}
    }

    /** Any JSON object, which is what {@code json_object} asks for. */
    public static AnswerForm anyObject() {
        try {
            return of(new Form.AnyObject());
        } catch (SchemaRefused e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads the schema of {@code json_schema}. */
    public static Reading read(JsonNode schema) {
        try {
            return new Reading.Understood(of(Ambiguity.bounded(new SchemaReader(schema).read())));
        } catch (SchemaRefused e) {
            return new Reading.TooMuch(String.valueOf(e.getMessage()));
        }
    }

    private static AnswerForm of(Form form) throws SchemaRefused {
        return new AnswerForm(form, new GrammarWriter().write(form));
    }

    /** The grammar in llama.cpp's notation (GBNF), of ASCII only. */
    public String grammar() {
        return grammar;
    }

    /** Whether a whole answer is what was asked for. */
    public boolean fits(String answer) {
        try {
            return new Fit().of(form, JSON.readTree(answer));
        } catch (JsonProcessingException _) {
            return false;
        }
    }
}
