package io.spillway.log.artifact;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Deletes the files of hours that are over, and the folders they leave empty, up to a number of files. */
final class FolderSweep {
    private static final Pattern HOUR = Pattern.compile("\\d{10}");

    private final String now;
    private final int most;
    private int deleted;

    FolderSweep(String now, int most) {
        this.now = now;
        this.most = most;
    }

    /** How many files of {@code root} were deleted. */
    int of(Path root) throws IOException {
        try (DirectoryStream<Path> hours = Files.newDirectoryStream(root, this::over)) {
            for (Path hour : hours) {
                each(hour, job -> each(job, this::delete));
            }
        } catch (NoSuchFileException e) {
            return 0;
        }
        return deleted;
    }

    /** Anything else that somebody keeps in the folder is none of our business. */
    private boolean over(Path entry) {
        String name = entry.getFileName().toString();
        return HOUR.matcher(name).matches() && name.compareTo(now) < 0;
    }

    private interface Step {
        void take(Path entry) throws IOException;
    }

    /** Another process may be sweeping the same folder. */
    private void each(Path folder, Step step) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (deleted >= most) {
                    return;
                }
                step.take(entry);
            }
            Files.deleteIfExists(folder);
        } catch (NoSuchFileException | NotDirectoryException | DirectoryNotEmptyException e) {
            // It is gone, it is no folder of ours, or something has come into it since.
        }
    }

    private void delete(Path file) throws IOException {
        if (Files.isRegularFile(file) && Files.deleteIfExists(file)) {
            deleted++;
        }
    }
}
