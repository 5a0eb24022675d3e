package io.spillway.contract.cluster;

import io.spillway.contract.job.JobType;
import java.util.Optional;

/**
 * What a job gets when every target of its route has failed it. There is none for embeddings: a made-up vector is worse
 * than no answer, because nobody can see that it is one.
 *
 * @param chat the text that a chat is answered with
 * @param image whether images are answered with a placeholder
 * @param speech whether speech is answered with silence
 */
public record LastResort(Optional<String> chat, boolean image, boolean speech) {
    /** Such jobs fail. */
    public static final LastResort NONE = new LastResort(Optional.empty(), false, false);

    /** Whether jobs of {@code type} get an answer all the same. */
    public boolean covers(JobType type) {
        return switch (type) {
            case CHAT -> chat.isPresent();
            case EMBEDDING -> false;
            case SPEECH -> speech;
            case IMAGE -> image;
        };
    }
}
