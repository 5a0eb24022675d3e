package io.spillway.log.artifact;

import io.spillway.contract.artifact.ArtifactRef;
import io.spillway.contract.seal.PayloadKeys;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * The bytes of an artifact, sealed in chunks, so that a long one need not be held in memory and can be read from its
 * middle: {@code id of the key (32 bytes), salt (32 bytes), chunks of 64 KiB with a tag each}. Each artifact has a key of
 * its own, derived from the payload key and the salt; the nonces count its chunks. How long the artifact is stands in its
 * reference and is sealed with each chunk, so none can be cut off unnoticed.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5869">RFC 5869, HKDF</a>
 */
final class SealedChunks {
    private static final int SALT_BYTES = 32;
    private static final int HEAD_BYTES = PayloadKeys.LONGEST_ID + SALT_BYTES;
    private static final int CHUNK = 64 * 1024;
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final ArtifactRef ref;
    private final SecretKey key;

    private SealedChunks(ArtifactRef ref, SecretKey key) {
        this.ref = ref;
        this.key = key;
    }

    /** How many bytes there are once {@code bytes} of them have been sealed. */
    static long sealedLength(long bytes) {
        return HEAD_BYTES + bytes + chunks(bytes) * TAG_BYTES;
    }

    /** Where to read on, behind the head, for the byte {@code from} of the artifact. */
    static long place(long from) {
        return HEAD_BYTES + from / CHUNK * (CHUNK + TAG_BYTES);
    }

    /** Seals what {@code in} holds, with the key that is in use. */
    static void seal(PayloadKeys keys, ArtifactRef ref, InputStream in, OutputStream out) throws IOException {
        String id = keys.inUse().orElseThrow();
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        out.write(Arrays.copyOf(id.getBytes(StandardCharsets.US_ASCII), PayloadKeys.LONGEST_ID));
        out.write(salt);
        SealedChunks chunks =
                new SealedChunks(ref, keys.derived(id, salt, place(ref)).orElseThrow());
        for (long number = 0; number < chunks(ref.bytes()); number++) {
            out.write(chunks.crypt(Cipher.ENCRYPT_MODE, number, in.readNBytes(CHUNK)));
        }
    }

    /** What the head of sealed chunks says. */
    sealed interface Opening {
        /** @param chunks what opens them */
        record Open(SealedChunks chunks) implements Opening {}

        /** @param id of the key that would be needed */
        record Locked(String id) implements Opening {}
    }

    /** Reads the head. */
    static Opening open(PayloadKeys keys, ArtifactRef ref, InputStream in) throws IOException {
        byte[] head = in.readNBytes(HEAD_BYTES);
        if (head.length < HEAD_BYTES) {
            throw new EOFException("cut off in its head");
        }
        String id = new String(head, 0, PayloadKeys.LONGEST_ID, StandardCharsets.US_ASCII).replace("\0", "");
        byte[] salt = Arrays.copyOfRange(head, PayloadKeys.LONGEST_ID, HEAD_BYTES);
        Optional<SecretKey> known = keys.derived(id, salt, place(ref));
        return known.isEmpty() ? new Opening.Locked(id) : new Opening.Open(new SealedChunks(ref, known.get()));
    }

    /** The artifact from the byte {@code from} on; {@code in} stands at the chunk that has it. */
    InputStream from(long from, InputStream in) throws IOException {
        InputStream plain = new Plain(in, from / CHUNK);
        plain.skipNBytes(from % CHUNK);
        return plain;
    }

    private final class Plain extends InputStream {
        private final InputStream in;
        private long next;
        private ByteBuffer chunk = ByteBuffer.allocate(0);

        Plain(InputStream in, long next) {
            this.in = in;
            this.next = next;
        }

        @Override
        public int read() throws IOException {
            return filled() ? Byte.toUnsignedInt(chunk.get()) : -1;
        }

        @Override
        public int read(byte[] to, int offset, int most) throws IOException {
            if (most == 0) {
                return 0;
            }
            if (!filled()) {
                return -1;
            }
            int read = Math.min(most, chunk.remaining());
            chunk.get(to, offset, read);
            return read;
        }

        private boolean filled() throws IOException {
            if (!chunk.hasRemaining() && next < chunks(ref.bytes())) {
                chunk = ByteBuffer.wrap(crypt(Cipher.DECRYPT_MODE, next++, in.readNBytes(CHUNK + TAG_BYTES)));
            }
            return chunk.hasRemaining();
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    private byte[] crypt(int mode, long number, byte[] bytes) throws IOException {
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            byte[] nonce = ByteBuffer.allocate(NONCE_BYTES)
                    .putLong(Integer.BYTES, number)
                    .array();
            cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
            cipher.updateAAD(place(ref));
            return cipher.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new IOException("chunk " + number + " is not what was sealed", e);
        }
    }

    private static byte[] place(ArtifactRef ref) {
        return (ref.job() + "/" + ref.sha256() + "/" + ref.bytes()).getBytes(StandardCharsets.US_ASCII);
    }

    private static long chunks(long bytes) {
        return (bytes + CHUNK - 1) / CHUNK;
    }
}
