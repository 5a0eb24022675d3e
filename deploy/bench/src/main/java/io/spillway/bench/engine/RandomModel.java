package io.spillway.bench.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a model in the shape of Qwen2.5-0.5B with random weights of 8 bits, 525 MB: it says nothing, at the speed at
 * which the real one would. {@code ./spillway bench random-model OUT.gguf}.
 *
 * @see <a href="https://huggingface.co/Qwen/Qwen2.5-0.5B/blob/main/config.json">Qwen2.5-0.5B's shape</a>
 */
public final class RandomModel {
    private static final int LAYERS = 24;
    private static final int WIDTH = 896;
    private static final int KEYS = 128;
    private static final int INNER = 4864;
    private static final int WORDS = 151_936;

    private RandomModel() {}

    /** Writes it to the file that is named. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1) {
            System.err.println("usage: ./spillway bench random-model OUT.gguf");
            System.exit(64);
        }
        write(Path.of(arguments[0]));
    }

    private static void write(Path file) throws IOException {
        List<GgufFile.Tensor> tensors = new ArrayList<>();
        tensors.add(GgufFile.Tensor.random("token_embd.weight", WIDTH, WORDS));
        tensors.add(GgufFile.Tensor.constant("output_norm.weight", WIDTH, 1));
        for (int layer = 0; layer < LAYERS; layer++) {
            block("blk." + layer + ".", tensors);
        }
        GgufFile gguf = new GgufFile();
        gguf.text("general.architecture", "qwen2");
        gguf.text("general.name", "random weights in the shape of Qwen2.5-0.5B");
        gguf.number("qwen2.block_count", LAYERS);
        gguf.number("qwen2.context_length", 32_768);
        gguf.number("qwen2.embedding_length", WIDTH);
        gguf.number("qwen2.feed_forward_length", INNER);
        gguf.number("qwen2.attention.head_count", 14);
        gguf.number("qwen2.attention.head_count_kv", 2);
        gguf.real("qwen2.rope.freq_base", 1_000_000);
        gguf.real("qwen2.attention.layer_norm_rms_epsilon", 1e-6f);
        vocabulary(gguf);
        gguf.write(file, tensors);
    }

    private static void block(String name, List<GgufFile.Tensor> tensors) {
        tensors.add(GgufFile.Tensor.constant(name + "attn_norm.weight", WIDTH, 1));
        tensors.add(GgufFile.Tensor.random(name + "attn_q.weight", WIDTH, WIDTH));
        tensors.add(GgufFile.Tensor.constant(name + "attn_q.bias", WIDTH, 0));
        tensors.add(GgufFile.Tensor.random(name + "attn_k.weight", WIDTH, KEYS));
        tensors.add(GgufFile.Tensor.constant(name + "attn_k.bias", KEYS, 0));
        tensors.add(GgufFile.Tensor.random(name + "attn_v.weight", WIDTH, KEYS));
        tensors.add(GgufFile.Tensor.constant(name + "attn_v.bias", KEYS, 0));
        tensors.add(GgufFile.Tensor.random(name + "attn_output.weight", WIDTH, WIDTH));
        tensors.add(GgufFile.Tensor.constant(name + "ffn_norm.weight", WIDTH, 1));
        tensors.add(GgufFile.Tensor.random(name + "ffn_gate.weight", WIDTH, INNER));
        tensors.add(GgufFile.Tensor.random(name + "ffn_up.weight", WIDTH, INNER));
        tensors.add(GgufFile.Tensor.random(name + "ffn_down.weight", INNER, WIDTH));
    }

    /** The 256 bytes as GPT-2 writes them, words that nobody writes, and the marks of ChatML. */
    private static void vocabulary(GgufFile gguf) {
        List<String> words = new ArrayList<>();
        int beyond = 256;
        for (int value = 0; value < 256; value++) {
            boolean plain = value > ' ' && value <= '~' || value >= 0xA1 && value != 0xAD;
            words.add(Character.toString(plain ? value : beyond++));
        }
        while (words.size() < WORDS - 2) {
            words.add("w" + words.size());
        }
        words.addAll(List.of("<|im_start|>", "<|im_end|>"));
        gguf.text("tokenizer.ggml.model", "gpt2");
        gguf.text("tokenizer.ggml.pre", "qwen2");
        gguf.texts("tokenizer.ggml.tokens", words);
        gguf.numbers("tokenizer.ggml.token_type", word -> word < WORDS - 2 ? 1 : 3, WORDS);
        gguf.texts("tokenizer.ggml.merges", List.of("w 1"));
        gguf.number("tokenizer.ggml.eos_token_id", WORDS - 1);
        gguf.text(
                "tokenizer.chat_template",
                "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n"
                        + "{% endfor %}<|im_start|>assistant\n");
    }
}
