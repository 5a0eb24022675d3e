package io.spillway.gguf.file;

import io.spillway.contract.cluster.Target.Gguf;
import io.spillway.contract.cluster.Target.Source;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The model files of this machine.
 *
 * @param folder where downloads go
 * @param hub the Hugging Face hub or a mirror of it
 * @param token a token for the hub, sent to no other host
 * @param patience how long a server may send nothing before the download is taken up anew
 * @param mostBytes how large a model file may be
 * @param offline whether nothing is fetched: only what is in the folder is used
 */
public record ModelFiles(
        Path folder, URI hub, Optional<String> token, Duration patience, long mostBytes, boolean offline) {
    /** How long a server may send nothing, if there is no reason to choose another time. */
    public static final Duration USUAL_PATIENCE = Duration.ofSeconds(30);

    private static final String MAGIC = "GGUF";

    /** Files of any size, fetched when they are needed. */
    public ModelFiles(Path folder, URI hub, Optional<String> token, Duration patience) {
        this(folder, hub, token, patience, Long.MAX_VALUE, false);
    }

    /** The same with the limits of the configuration. */
    public ModelFiles limited(long bytes, boolean nothingFetched) {
        return new ModelFiles(folder, hub, token, patience, bytes, nothingFetched);
    }

    /**
     * Finds the file of {@code model}, downloading it first if need be; that may take hours, and an interrupt ends it.
     *
     * @param progress told in a few words, now and then, how far a download has come
     */
    public Located locate(Gguf model, Consumer<String> progress) throws InterruptedException {
        try {
            Path file = fetched(model, progress);
            return Files.isRegularFile(file) ? checked(file) : new Located.Missing("there is no file " + file);
        } catch (IOException e) {
            String reason = e.getMessage();
            return new Located.Missing(reason == null ? e.getClass().getSimpleName() : reason);
        }
    }

    private Path fetched(Gguf model, Consumer<String> progress) throws IOException, InterruptedException {
        return switch (model.source()) {
            case Source.LocalFile(Path path) -> path.toAbsolutePath();
            case Source.HuggingFace(String repository, String file) ->
                downloaded(
                        URI.create(hub + "/" + repository + "/resolve/main/" + file),
                        inFolder(repository + "/" + file),
                        token,
                        model,
                        progress);
            case Source.Url(URI address) ->
                downloaded(address, inFolder(address.getHost() + address.getPath()), Optional.empty(), model, progress);
        };
    }

    private Path downloaded(URI address, Path file, Optional<String> bearer, Gguf model, Consumer<String> progress)
            throws IOException, InterruptedException {
        Files.createDirectories(file.getParent());
        try (FileClaim _ = FileClaim.of(file, progress)) {
            if (Checksum.holds(file, model.sha256())) {
                return file;
            }
            if (offline) {
                throw new IOException(unfetched(address, file, model.sha256()));
            }
            PartFile part = new PartFile(file, mostBytes);
            new Download(new RangedGet(address, bearer, patience), part, model.sha256(), progress).run();
        }
        return file;
    }

    private static String unfetched(URI address, Path file, Optional<String> sha256) {
        String missing = Files.isRegularFile(file)
                ? file + " has not the sha256 " + sha256.orElse("")
                : "there is no file " + file;
        return "offline: " + missing + "; fetch " + address + " elsewhere and put it there";
    }

    /** A name from a configuration or a URL must not lead out of the folder. */
    private Path inFolder(String name) throws IOException {
        Path root = folder.toAbsolutePath().normalize();
        Path file = root.resolve(name.replace(':', '_')).normalize();
        if (!file.startsWith(root) || file.equals(root)) {
            throw new IOException("not a file name: " + name);
        }
        return file;
    }

    private Located checked(Path file) throws IOException {
        if (Files.size(file) > mostBytes) {
            return new Located.Missing(file + " has " + Files.size(file) + " bytes, max-model-size is " + mostBytes);
        }
        try (InputStream in = Files.newInputStream(file)) {
            String begin = new String(in.readNBytes(MAGIC.length()), StandardCharsets.ISO_8859_1);
            return begin.equals(MAGIC)
                    ? new Located.Here(file)
                    : new Located.Missing(file + " is no GGUF file: it does not begin with " + MAGIC);
        }
    }
}
