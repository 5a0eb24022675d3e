package io.spillway.gateway.openai.files;

import io.spillway.contract.job.JobId;
import io.spillway.contract.job.TenantId;
import io.spillway.gateway.refusal.BodyLimit;
import io.spillway.gateway.refusal.Problem;
import io.spillway.gateway.refusal.Refusal;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jspecify.annotations.Nullable;

/** Takes in a file that has come as a form: it lies on disk already, and is never held in memory. */
@Singleton
class Upload {
    private static final int LONGEST_NAME = 255;

    private final StoredFiles files;
    private final SecureRandom random = new SecureRandom();

    Upload(StoredFiles files) {
        this.files = files;
    }

    StoredFile taken(TenantId tenant, @Nullable FileUpload file, @Nullable String purpose) throws Refusal {
        if (file == null || file.fileName() == null) {
            throw wrong("file", "is missing: a part of the form with a filename");
        }
        if (!StoredFile.Purpose.BATCH.word().equals(purpose)) {
            throw wrong("purpose", "should be 'batch': files are for batches here");
        }
        if (file.size() == 0) {
            throw wrong("file", "should not be empty");
        }
        if (file.size() > BodyLimit.FILE_BYTES) {
            throw BodyLimit.refusal(BodyLimit.FILE_BYTES);
        }
        if (file.fileName().length() > LONGEST_NAME) {
            throw wrong("file", "should have a name of at most " + LONGEST_NAME + " characters");
        }
        return files.keep(
                JobId.create(Instant.now(), 0, random),
                new StoredFiles.Named(tenant, file.fileName(), StoredFile.Purpose.BATCH),
                file.uploadedFile());
    }

    private static Refusal wrong(String field, String rule) {
        return Refusal.of(Problem.Kind.INVALID, List.of(new Problem.FieldError(field, rule)));
    }
}
