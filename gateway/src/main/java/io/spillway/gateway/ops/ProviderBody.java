package io.spillway.gateway.ops;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.spillway.contract.call.ProviderReport;
import io.spillway.contract.cluster.Cluster;
import io.spillway.contract.cluster.Provider;
import io.spillway.contract.routing.TargetName;
import io.spillway.scheduling.WorkerReport;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A provider as operators see it. Its keys are never shown. */
@Schema(name = "Provider")
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record ProviderBody(
        String name,

        @Schema(enumeration = {"openai", "anthropic", "gemini", "ollama", "device", "gguf"})
        String kind,

        @Schema(description = "Scheme, host and port of its address; null where it has none.") @Nullable
        String address,

        @Schema(description = "How many API keys it has, those in reserve among them.")
        int keys,

        List<String> targets,

        @Schema(description = "What each worker found that calls it, when it last looked.")
        List<Check> checks) {
    /** What one worker found. */
    @Schema(name = "ProviderFound")
    public record Check(
            String worker,

            @Schema(enumeration = {"ready", "key_missing", "key_refused", "unreachable", "unclear", "model_unknown"})
            String state,

            String detail,

            @Schema(description = "Epoch seconds.") @Nullable
            Long at) {}

    static ProviderBody of(Provider provider, Cluster cluster, List<WorkerReport> workers) {
        return new ProviderBody(
                provider.name(),
                provider.kind().name().toLowerCase(Locale.ROOT),
                provider.baseUrl().map(ProviderBody::address).orElse(null),
                provider.keys().size() + provider.reserveKeys().size(),
                cluster.targets().keySet().stream()
                        .filter(target -> target.provider().equals(provider.name()))
                        .map(TargetName::value)
                        .toList(),
                workers.stream()
                        .flatMap(worker -> worker.providers().stream()
                                .filter(found -> found.provider().equals(provider.name()))
                                .map(found -> check(worker, found)))
                        .toList());
    }

    private static Check check(WorkerReport worker, ProviderReport found) {
        return new Check(
                worker.name(),
                found.state().word(),
                found.detail(),
                found.at().map(Instant::getEpochSecond).orElse(null));
    }

    /** Without what may be secret: somebody may have put a key into the path or the query. */
    private static String address(URI url) {
        return url.getScheme() + "://" + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
    }
}
