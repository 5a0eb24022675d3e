package io.spillway.worker;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A second of nothing.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2361">RFC 2361, WAVE</a>
 */
final class Silence {
    private static final int HEAD = 44;
    private static final int SAMPLES = 8_000;
    private static final int SAMPLE_BYTES = 2;

    private Silence() {}

    /** One second, one channel of 16 bits at 8 kHz. */
    static byte[] wav() {
        int data = SAMPLES * SAMPLE_BYTES;
        ByteBuffer wav = ByteBuffer.allocate(HEAD + data).order(ByteOrder.LITTLE_ENDIAN);
        wav.put(ascii("RIFF")).putInt(HEAD - 8 + data).put(ascii("WAVE"));
        wav.put(ascii("fmt ")).putInt(16).putShort((short) 1).putShort((short) 1);
        wav.putInt(SAMPLES).putInt(data).putShort((short) SAMPLE_BYTES).putShort((short) (8 * SAMPLE_BYTES));
        wav.put(ascii("data")).putInt(data);
        return wav.array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
