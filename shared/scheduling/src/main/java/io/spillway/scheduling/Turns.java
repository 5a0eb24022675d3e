package io.spillway.scheduling;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.contract.job.Job;
import io.spillway.contract.job.JobType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The turns of a conversation that a chat job brings, as hashes: an engine that has read them need not read them again
 * when the next turn comes. A request that is encrypted, or too long for the log, has none.
 *
 * @param own all of them
 * @param continued those before the last answer, as the job before this one had them; none where nothing was answered yet
 */
record Turns(String own, Optional<String> continued) {
    /** 64 bits: who shares a hash by chance is called by a worker that does not know it, and nothing else. */
    private static final int BYTES = 8;

    static Optional<Turns> of(Job job) {
        JsonNode messages = job.request().path("messages");
        if (job.type() != JobType.CHAT || !messages.isArray() || messages.isEmpty()) {
            return Optional.empty();
        }
        int answer = messages.size() - 1;
        while (answer > 0 && !messages.path(answer).path("role").asText().equals("assistant")) {
            answer--;
        }
        return Optional.of(new Turns(
                hash(job, messages, messages.size()),
                answer > 0 ? Optional.of(hash(job, messages, answer)) : Optional.empty()));
    }

    /** Of the first {@code count} messages; tenants share none. */
    private static String hash(Job job, JsonNode messages, int count) {
        MessageDigest digest = sha256();
        digest.update(job.tenant().value().getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < count; i++) {
            digest.update((byte) 0);
            digest.update(messages.path(i).toString().getBytes(StandardCharsets.UTF_8));
        }
        return HexFormat.of().formatHex(Arrays.copyOf(digest.digest(), BYTES));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
