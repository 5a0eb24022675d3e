package io.spillway.gguf.prompt;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What a GGUF file says about itself, without its lists (vocabulary, scores). The format is described in
 * https://github.com/ggml-org/ggml/blob/master/docs/gguf.md.
 *
 * @param values single values by key; numbers as Long or Double
 */
public record ModelMetadata(Map<String, Object> values) {
    private static final int MAGIC = 0x46554747;
    private static final long MOST_KEYS = 1 << 16;
    /** Tokenizers to which llama.cpp adds a beginning-of-text token unless the file says otherwise. */
    private static final Set<String> BOS_BY_DEFAULT =
            Set.of("llama3", "llama-v3", "llama-bpe", "falcon3", "tekken", "chameleon");

    public ModelMetadata {
        values = Map.copyOf(values);
    }

    /** Reads the head of {@code file}; an {@link IOException} says what is wrong with it. */
    public static ModelMetadata read(Path file) throws IOException {
        try (GgufReader in = new GgufReader(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
            if (in.i32() != MAGIC) {
                throw new IOException("not a GGUF file");
            }
            int version = in.i32();
            if (version < 2 || version > 3) {
                throw new IOException("GGUF version " + version + ", only 2 and 3 are known");
            }
            in.size();
            long keys = in.size();
            if (keys > MOST_KEYS) {
                throw new IOException("says to have " + keys + " metadata keys");
            }
            Map<String, Object> values = new HashMap<>();
            for (long i = 0; i < keys; i++) {
                String key = in.text();
                value(in, in.i32()).ifPresent(value -> values.put(key, value));
            }
            return new ModelMetadata(values);
        } catch (EOFException _) {
            throw new IOException("the GGUF file is truncated");
        } catch (ArithmeticException e) {
            throw new IOException("the GGUF file tells of a list that no file can hold", e);
        }
    }

    private static Optional<Object> value(GgufReader in, int type) throws IOException {
        return switch (type) {
            case 0, 1, 7 -> Optional.of((long) in.u8());
            case 2, 3 -> Optional.of((long) in.u16());
            case 4, 5 -> Optional.of((long) in.i32());
            case 6 -> Optional.of((double) Float.intBitsToFloat(in.i32()));
            case 8 -> Optional.of(in.text());
            case 9 -> {
                skipList(in);
                yield Optional.empty();
            }
            case 10, 11 -> Optional.of(in.i64());
            case 12 -> Optional.of(Double.longBitsToDouble(in.i64()));
            default -> throw new IOException("unknown metadata type " + type);
        };
    }

    private static void skipList(GgufReader in) throws IOException {
        int type = in.i32();
        long count = in.size();
        switch (type) {
            case 0, 1, 7 -> in.skip(count);
            case 2, 3 -> in.skip(Math.multiplyExact(count, 2L));
            case 4, 5, 6 -> in.skip(Math.multiplyExact(count, 4L));
            case 10, 11, 12 -> in.skip(Math.multiplyExact(count, 8L));
            case 8 -> {
                for (long i = 0; i < count; i++) {
                    in.skip(in.size());
                }
            }
            default -> throw new IOException("unknown metadata list type " + type);
        }
    }

    /** The Jinja template of a conversation, if the model is made for conversations. */
    public Optional<String> chatTemplate() {
        return text("tokenizer.chat_template");
    }

    /** How many tokens the model was trained to see at once. */
    public OptionalInt trainedContext() {
        return ofArchitecture("context_length");
    }

    /** A number that the file tells of its architecture, such as {@code block_count}; not where it is a list. */
    public OptionalInt ofArchitecture(String key) {
        return text("general.architecture")
                .map(architecture -> number(architecture + "." + key))
                .orElse(OptionalInt.empty());
    }

    /** How a model for embeddings makes one vector of many: none, mean, first or last, by llama.cpp's number. */
    public OptionalInt pooling() {
        return text("general.architecture")
                .map(architecture -> values.get(architecture + ".pooling_type"))
                .map(value -> value instanceof Long number ? OptionalInt.of(number.intValue()) : OptionalInt.empty())
                .orElse(OptionalInt.empty());
    }

    /** The token that ends an answer. */
    public OptionalInt endToken() {
        return number("tokenizer.ggml.eos_token_id");
    }

    /** How many tokens llama.cpp puts around a text that it tokenizes as a prompt: beginning and end of text. */
    public int tokensAround() {
        String model = text("tokenizer.ggml.model").orElse("");
        boolean bosByDefault = model.equals("llama")
                || BOS_BY_DEFAULT.contains(text("tokenizer.ggml.pre").orElse(""));
        long bos = flag("tokenizer.ggml.add_bos_token").orElse(bosByDefault) ? 1 : 0;
        long eos = flag("tokenizer.ggml.add_eos_token").orElse(false) ? 1 : 0;
        return (int) (bos + eos);
    }

    private Optional<String> text(String key) {
        return values.get(key) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    private OptionalInt number(String key) {
        return values.get(key) instanceof Long number && number > 0 && number < Integer.MAX_VALUE
                ? OptionalInt.of(number.intValue())
                : OptionalInt.empty();
    }

    private Optional<Boolean> flag(String key) {
        return values.get(key) instanceof Long number ? Optional.of(number != 0) : Optional.empty();
    }
}
