package io.spillway.log.artifact;

import io.spillway.contract.artifact.ArtifactRef;
import io.spillway.contract.artifact.ArtifactStore;
import io.spillway.contract.artifact.StoreUnavailable;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;

/**
 * Artifacts as objects of one S3 bucket, {@code prefix/hour/job/hash}. Region and credentials come from where every AWS
 * tool takes them: {@code AWS_REGION}, {@code AWS_ACCESS_KEY_ID}, a profile, or the machine's role.
 *
 * @see <a href="https://docs.aws.amazon.com/sdk-for-java/latest/developer-guide/credentials-chain.html">AWS, default
 *     credentials provider chain</a>
 */
final class S3Store implements ArtifactStore {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration QUIET = Duration.ofSeconds(15);
    /** What one request of S3 can delete. */
    private static final int BATCH = 1_000;

    private final S3Client client;
    private final String bucket;
    private final String prefix;

    S3Store(S3Client client, String bucket, String prefix) {
        this.client = client;
        this.bucket = bucket;
        this.prefix = prefix;
    }

    /** @param endpoint of a server that is not Amazon's; buckets are then part of the path, as such servers want it */
    static S3Store open(String bucket, String prefix, Optional<URI> endpoint) {
        S3ClientBuilder builder = S3Client.builder()
                .serviceConfiguration(
                        S3Configuration.builder().chunkedEncodingEnabled(false).build())
                // Checksums beyond those that an operation needs are not understood by older servers.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .httpClient(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT)
                        .socketTimeout(QUIET)
                        .build());
        endpoint.ifPresent(address -> builder.endpointOverride(address).forcePathStyle(true));
        try {
            return new S3Store(builder.build(), bucket, prefix);
        } catch (SdkException e) {
            throw new IllegalArgumentException("S3 cannot be used: " + e.getMessage(), e);
        }
    }

    @Override
    public void put(ArtifactRef ref, byte[] content) throws StoreUnavailable {
        put(ref, RequestBody.fromBytes(content));
    }

    @Override
    public void put(ArtifactRef ref, Path content) throws StoreUnavailable {
        put(ref, RequestBody.fromFile(content));
    }

    private void put(ArtifactRef ref, RequestBody content) {
        answered(
                "written",
                () -> client.putObject(
                        put -> put.bucket(bucket).key(key(ref)).contentType(ref.contentType()), content));
    }

    @Override
    public Optional<InputStream> open(ArtifactRef ref, long from) throws StoreUnavailable {
        GetObjectRequest.Builder get = GetObjectRequest.builder().bucket(bucket).key(key(ref));
        if (from >= ref.bytes()) {
            return Optional.of(InputStream.nullInputStream());
        }
        if (from > 0) {
            get.range("bytes=" + from + "-");
        }
        return answered("read", () -> {
            try {
                return Optional.of(client.getObject(get.build()));
            } catch (NoSuchKeyException e) {
                return Optional.empty();
            }
        });
    }

    @Override
    public void delete(ArtifactRef ref) throws StoreUnavailable {
        answered(
                "deleted",
                () -> client.deleteObject(delete -> delete.bucket(bucket).key(key(ref))));
    }

    @Override
    public int sweep(Instant now, int most) throws StoreUnavailable {
        String over = prefix + ArtifactRef.hour(now);
        return answered("swept", () -> {
            int deleted = 0;
            for (CommonPrefix hour : hours()) {
                if (deleted < most
                        && hour.prefix().length() == over.length() + 1
                        && hour.prefix().compareTo(over) < 0) {
                    deleted += deleteSome(hour.prefix(), most - deleted);
                }
            }
            return deleted;
        });
    }

    /** The first thousand, which are the oldest: names sort as their hours do. */
    private List<CommonPrefix> hours() {
        return client.listObjectsV2(list -> list.bucket(bucket).prefix(prefix).delimiter("/"))
                .commonPrefixes();
    }

    private int deleteSome(String hour, int most) {
        List<ObjectIdentifier> due = client
                .listObjectsV2(list -> list.bucket(bucket).prefix(hour).maxKeys(Math.min(most, BATCH)))
                .contents()
                .stream()
                .map(object -> ObjectIdentifier.builder().key(object.key()).build())
                .toList();
        if (!due.isEmpty()) {
            client.deleteObjects(delete -> delete.bucket(bucket).delete(all -> all.objects(due)));
        }
        return due.size();
    }

    @Override
    public void close() {
        client.close();
    }

    private String key(ArtifactRef ref) {
        return prefix + ref.path();
    }

    private static <T> T answered(String verb, Supplier<T> call) {
        try {
            return call.get();
        } catch (SdkException e) {
            throw new StoreUnavailable(
                    "artifacts cannot be " + verb + ": " + e.getClass().getSimpleName(), e);
        }
    }
}
