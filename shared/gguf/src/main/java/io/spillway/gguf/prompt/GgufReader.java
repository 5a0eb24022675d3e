package io.spillway.gguf.prompt;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Reads the little-endian values that a GGUF file is made of, trusting none of its lengths. */
final class GgufReader implements Closeable {
    private static final long LONGEST_TEXT = 4 << 20;
    /** What all texts may take together: they are kept, also by a worker that has other models to look after. */
    private static final long MOST_TEXT = 16 << 20;

    private final DataInputStream in;
    private long textBytes;

    GgufReader(InputStream in) {
        this.in = new DataInputStream(in);
    }

    int u8() throws IOException {
        return in.readUnsignedByte();
    }

    int u16() throws IOException {
        return Short.toUnsignedInt(Short.reverseBytes(in.readShort()));
    }

    int i32() throws IOException {
        return Integer.reverseBytes(in.readInt());
    }

    long i64() throws IOException {
        return Long.reverseBytes(in.readLong());
    }

    /** A count or length, which no honest file has negative. */
    long size() throws IOException {
        long size = i64();
        if (size < 0) {
            throw new IOException("a length of " + Long.toUnsignedString(size));
        }
        return size;
    }

    String text() throws IOException {
        long length = size();
        if (length > LONGEST_TEXT) {
            throw new IOException("a text of " + length + " bytes");
        }
        textBytes += length;
        if (textBytes > MOST_TEXT) {
            throw new IOException("more than " + MOST_TEXT + " bytes of texts");
        }
        byte[] bytes = in.readNBytes((int) length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    void skip(long bytes) throws IOException {
        in.skipNBytes(bytes);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
