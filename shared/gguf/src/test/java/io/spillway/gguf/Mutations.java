package io.spillway.gguf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;

/** Spoils a good GGUF file in one of ten ways, the same one for the same number. */
final class Mutations {
    static final int KINDS = 10;

    private static final int HEAD = 64 << 10;
    private static final int VERSION = 4;
    private static final int TENSORS = 8;
    private static final int KEYS = 16;
    private static final int FIRST_KEY = 24;
    private static final long[] LIES = {0, 1, 65_537, Integer.MAX_VALUE, 1L << 40, Long.MAX_VALUE, -1};

    private final byte[] good;

    Mutations(byte[] good) {
        this.good = good;
    }

    byte[] number(int number) {
        Random random = new Random(number);
        byte[] bytes = good.clone();
        return switch (number % KINDS) {
            case 0 -> Arrays.copyOf(good, random.nextInt(HEAD));
            case 1 -> Arrays.copyOf(good, random.nextInt(good.length));
            case 2 -> lie(bytes, TENSORS, random);
            case 3 -> lie(bytes, KEYS, random);
            // A length or a count, wherever one may be.
            case 4 -> lie(bytes, FIRST_KEY + random.nextInt(400), random);
            case 5 -> scattered(bytes, FIRST_KEY, 2_000, 1, random);
            case 6 -> scattered(bytes, 0, HEAD, 40, random);
            case 7 -> scattered(bytes, HEAD, good.length - HEAD, 2_000, random);
            case 8 -> noise(bytes, VERSION + random.nextInt(HEAD), random);
            default -> zeros(bytes, FIRST_KEY + random.nextInt(HEAD), 1 + random.nextInt(200));
        };
    }

    private static byte[] lie(byte[] bytes, int at, Random random) {
        long lie = random.nextBoolean() ? LIES[random.nextInt(LIES.length)] : random.nextLong();
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(at, lie);
        return bytes;
    }

    private static byte[] scattered(byte[] bytes, int from, int length, int count, Random random) {
        for (int i = 0; i < count; i++) {
            bytes[from + random.nextInt(length)] = (byte) random.nextInt();
        }
        return bytes;
    }

    private static byte[] noise(byte[] bytes, int from, Random random) {
        byte[] noise = new byte[bytes.length - from];
        random.nextBytes(noise);
        System.arraycopy(noise, 0, bytes, from, noise.length);
        return bytes;
    }

    private static byte[] zeros(byte[] bytes, int from, int count) {
        Arrays.fill(bytes, from, from + count, (byte) 0);
        return bytes;
    }
}
