package io.spillway.bench.engine;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;

/**
 * Writes a GGUF file, version 3.
 *
 * @see <a href="https://github.com/ggml-org/ggml/blob/master/docs/gguf.md">GGUF</a>
 */
final class GgufFile {
    private static final int ALIGNMENT = 32;
    private static final int BLOCK = 32;
    private static final int BLOCK_BYTES = 34;
    /** 0.0005 as a 16-bit float: what makes weights of up to 0.06, as in trained models. */
    private static final short SCALE = Float.floatToFloat16(0.0005f);

    private final ByteArrayOutputStream head = new ByteArrayOutputStream();
    private int keys;

    /** A tensor: random blocks of 8 bits (Q8_0), or one float throughout. */
    record Tensor(String name, int width, int height, boolean random, float value) {
        static Tensor random(String name, int width, int height) {
            return new Tensor(name, width, height, true, 0);
        }

        static Tensor constant(String name, int width, float value) {
            return new Tensor(name, width, 1, false, value);
        }

        long bytes() {
            return random ? (long) width * height / BLOCK * BLOCK_BYTES : 4L * width;
        }
    }

    void text(String key, String value) {
        key(key, 8);
        string(head, value);
    }

    void number(String key, int value) {
        key(key, 4);
        head.writeBytes(bytes(4).putInt(value).array());
    }

    void real(String key, float value) {
        key(key, 6);
        head.writeBytes(bytes(4).putFloat(value).array());
    }

    void texts(String key, List<String> values) {
        key(key, 9);
        head.writeBytes(bytes(12).putInt(8).putLong(values.size()).array());
        values.forEach(value -> string(head, value));
    }

    void numbers(String key, IntUnaryOperator values, int count) {
        key(key, 9);
        ByteBuffer list = bytes(12 + 4 * count).putInt(5).putLong(count);
        for (int i = 0; i < count; i++) {
            list.putInt(values.applyAsInt(i));
        }
        head.writeBytes(list.array());
    }

    void write(Path file, List<Tensor> tensors) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            ByteArrayOutputStream start = new ByteArrayOutputStream();
            start.writeBytes(bytes(24)
                    .putInt(0x46554747)
                    .putInt(3)
                    .putLong(tensors.size())
                    .putLong(keys)
                    .array());
            start.writeBytes(head.toByteArray());
            long offset = 0;
            for (Tensor tensor : tensors) {
                describe(start, tensor, offset);
                offset += padded(tensor.bytes());
            }
            start.writeBytes(new byte[(int) (padded(start.size()) - start.size())]);
            start.writeTo(out);
            SplittableRandom random = new SplittableRandom(1);
            for (Tensor tensor : tensors) {
                content(out, tensor, random);
            }
        }
    }

    private static void describe(ByteArrayOutputStream out, Tensor tensor, long offset) {
        string(out, tensor.name());
        boolean flat = !tensor.random();
        ByteBuffer shape = bytes(flat ? 24 : 32).putInt(flat ? 1 : 2).putLong(tensor.width());
        if (!flat) {
            shape.putLong(tensor.height());
        }
        out.writeBytes(shape.putInt(flat ? 0 : 8).putLong(offset).array());
    }

    private static void content(OutputStream out, Tensor tensor, SplittableRandom random) throws IOException {
        long left = tensor.random() ? tensor.bytes() / BLOCK_BYTES : tensor.width();
        ByteBuffer one = bytes(tensor.random() ? BLOCK_BYTES : 4);
        for (; left > 0; left--) {
            one.clear();
            if (tensor.random()) {
                one.putShort(SCALE);
                while (one.hasRemaining()) {
                    one.putLong(random.nextLong());
                }
            } else {
                one.putFloat(tensor.value());
            }
            out.write(one.array());
        }
        out.write(new byte[(int) (padded(tensor.bytes()) - tensor.bytes())]);
    }

    private void key(String key, int type) {
        keys++;
        string(head, key);
        head.writeBytes(bytes(4).putInt(type).array());
    }

    private static void string(ByteArrayOutputStream out, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeBytes(bytes(8).putLong(utf8.length).array());
        out.writeBytes(utf8);
    }

    private static long padded(long size) {
        return (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    private static ByteBuffer bytes(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
