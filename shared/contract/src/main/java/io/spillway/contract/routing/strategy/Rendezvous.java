package io.spillway.contract.routing.strategy;

import io.spillway.contract.routing.TargetName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/**
 * Rendezvous hashing: every target scores a key, the highest score has it. So the order of a route does not matter, a
 * target that is added takes keys from the others and moves none between them, and one that is removed gives up its own.
 */
final class Rendezvous {
    private Rendezvous() {}

    /** The index of the target that {@code key} belongs to. */
    static int of(List<TargetName> targets, String key) {
        int best = 0;
        for (int i = 1; i < targets.size(); i++) {
            best = Long.compareUnsigned(score(targets.get(i), key), score(targets.get(best), key)) > 0 ? i : best;
        }
        return best;
    }

    /** The same in every process and every release: a key must not move because a gateway was restarted. */
    private static long score(TargetName target, String key) {
        try {
            byte[] text = (target.value() + "|" + key).getBytes(StandardCharsets.UTF_8);
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text))
                    .getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
