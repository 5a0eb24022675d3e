package io.spillway.gateway.backbone;

import io.smallrye.config.ConfigMapping;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Where the gateway finds what it needs. */
@ConfigMapping(prefix = "spillway")
public interface BackboneSettings {
    /** {@code spillway.yaml}. */
    Path config();

    /** Kafka's bootstrap servers. */
    String kafka();

    URI redis();

    /** What people call this process. */
    String process();

    /** Partitions of jobs and outcomes, where this process makes the topics. */
    int partitions();

    short replication();

    /** Jobs that may wait in the whole cluster before new ones are refused. */
    long mostWaiting();

    /** Calls that one tenant may have open at this gateway before more are refused. */
    int mostOpen();

    /** How long a body may take to arrive; a file, twenty times as long. */
    Duration bodyTimeout();

    /** The artifact store: a folder, or {@code s3://bucket/prefix}. */
    String artifacts();

    /** What payloads are encrypted with: {@code id:base64,id:base64}, the newest first; not at all if left out. */
    Optional<String> payloadKeys();

    /** A folder for files on their way to or from the store, of at most a few 100 MB each. */
    Path scratch();

    /** A file that holds the first admin key. */
    Optional<Path> adminKeyFile();

    /** What the hashes of keys are made with: one secret, or several with commas between, the newest first. */
    Optional<String> keySecret();
}
