package io.spillway.cloud;

import io.spillway.cloud.device.DeviceCaller;
import io.spillway.cloud.device.DeviceProbe;
import io.spillway.cloud.guard.BreakingCaller;
import io.spillway.cloud.guard.CooldownCaller;
import io.spillway.cloud.lookout.HttpProbe;
import io.spillway.cloud.lookout.StartCheck;
import io.spillway.cloud.provider.Connections;
import io.spillway.cloud.provider.TracedCaller;
import io.spillway.cloud.provider.anthropic.AnthropicProtocol;
import io.spillway.cloud.provider.gemini.GeminiEmbeddings;
import io.spillway.cloud.provider.gemini.GeminiProtocol;
import io.spillway.cloud.provider.ollama.ModelPull;
import io.spillway.cloud.provider.ollama.OllamaEmbeddings;
import io.spillway.cloud.provider.ollama.OllamaProtocol;
import io.spillway.cloud.provider.ollama.PullingCaller;
import io.spillway.cloud.provider.openai.Endpoint;
import io.spillway.cloud.provider.openai.OpenAiChat;
import io.spillway.cloud.provider.translation.EmbeddingProtocol;
import io.spillway.cloud.provider.translation.Protocol;
import io.spillway.cloud.provider.translation.TranslatedChat;
import io.spillway.cloud.provider.translation.TranslatedEmbeddings;
import io.spillway.cloud.trim.TrimmingCaller;
import io.spillway.contract.call.Device;
import io.spillway.contract.call.Devices;
import io.spillway.contract.call.HealthProbe;
import io.spillway.contract.call.ModelCaller;
import io.spillway.contract.call.ProviderReport;
import io.spillway.contract.call.Serving;
import io.spillway.contract.cluster.Cluster;
import io.spillway.contract.cluster.Provider;
import io.spillway.contract.cluster.Target;
import io.spillway.contract.job.JobType;
import io.spillway.contract.routing.Pool;
import io.spillway.contract.routing.TargetName;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** The providers of the configuration as what this worker serves: one caller for each provider and key. */
final class CloudServing implements Serving {
    /** Calls wait for an answer on virtual threads and cost next to nothing meanwhile. */
    private static final int SLOTS = 10_000;

    private static final InstantSource TIME = InstantSource.system();

    private final Connections connections = new Connections();
    private final Map<String, List<ModelCaller>> callers = new HashMap<>();
    private final List<Capacity> capacities;
    private final List<HealthProbe> probes;
    private final Map<String, ProviderReport> found = new ConcurrentSkipListMap<>();
    private final Cluster cluster;
    private volatile Devices devices = Devices.NONE;

    CloudServing(Cluster cluster) {
        this(cluster, Set.of());
    }

    /** @param traced the providers that are told whose trace a call belongs to */
    CloudServing(Cluster cluster, Set<String> traced) {
        this.cluster = cluster;
        List<Target> targets = cluster.targetsOf(Pool.CLOUD);
        for (Provider provider : cluster.providers().values()) {
            List<ModelCaller> each = callers(provider, targets);
            callers.put(
                    provider.name(),
                    traced.contains(provider.name())
                            ? each.stream().<ModelCaller>map(TracedCaller::new).toList()
                            : each);
        }
        this.probes = Stream.concat(
                        called(cluster).flatMap(provider -> probe(provider, cluster)),
                        cluster.providers().values().stream()
                                .filter(provider -> provider.kind() == Provider.Kind.DEVICE)
                                .<HealthProbe>map(provider ->
                                        new DeviceProbe(provider.name(), names(provider, cluster), () -> devices)))
                .toList();
        this.capacities = targets.stream()
                .map(target -> capacity(
                        target,
                        Objects.requireNonNull(
                                cluster.providers().get(target.name().provider()))))
                .toList();
    }

    private Capacity capacity(Target target, Provider provider) {
        int primary = Math.max(1, provider.keys().size());
        return new Capacity(target.name(), callersOf(target.name()).size(), primary, SLOTS, target.limits(), false);
    }

    @Override
    public List<Capacity> capacities() {
        return capacities.stream().filter(capacity -> there(capacity.target())).toList();
    }

    @Override
    public void meet(Devices known) {
        devices = known;
    }

    /** Whether it can be called now: of a device, whether it is there and has the model. */
    private boolean there(TargetName target) {
        Provider provider = Objects.requireNonNull(cluster.providers().get(target.provider()));
        if (provider.kind() != Provider.Kind.DEVICE) {
            return true;
        }
        String model = Objects.requireNonNull(cluster.targets().get(target)).model();
        Optional<Device> device = devices.find(provider.name());
        return device.isPresent() && device.get().has(model);
    }

    @Override
    public ModelCaller caller(TargetName target, int key) {
        return callersOf(target).get(key);
    }

    @Override
    public void close() {
        connections.close();
    }

    /** Looks at each provider on a thread of its own; what it finds is in {@link #providers()} soon. */
    void look() {
        called(cluster)
                .forEach(provider -> Thread.ofVirtual().name("look").start(() -> {
                    try {
                        look(provider, Optional.empty());
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }));
    }

    @Override
    public void look(String provider, Instant order) throws InterruptedException {
        Provider named = cluster.providers().get(provider);
        if (named != null && named.baseUrl().isPresent()) {
            look(named, Optional.of(order));
        }
    }

    private void look(Provider provider, Optional<Instant> order) throws InterruptedException {
        ProviderReport report = new StartCheck(provider, of(provider, cluster), connections).look();
        found.put(provider.name(), report.found(TIME.instant(), order));
    }

    @Override
    public List<ProviderReport> providers() {
        return List.copyOf(found.values());
    }

    @Override
    public List<HealthProbe> probes() {
        return probes;
    }

    private Stream<HealthProbe> probe(Provider provider, Cluster cluster) {
        int keys = Math.max(1, provider.keys().size() + provider.reserveKeys().size());
        List<TargetName> targets = names(provider, cluster);
        return provider.health().stream().map(health -> new HttpProbe(provider, health, targets, keys, connections));
    }

    private static List<TargetName> names(Provider provider, Cluster cluster) {
        return of(provider, cluster).stream().map(Target::name).toList();
    }

    /** The providers that some target needs and that are called from here. */
    private static Stream<Provider> called(Cluster cluster) {
        return cluster.providers().values().stream()
                .filter(provider -> provider.baseUrl().isPresent())
                .filter(provider -> !of(provider, cluster).isEmpty());
    }

    private static List<Target> of(Provider provider, Cluster cluster) {
        return cluster.targetsOf(Pool.CLOUD).stream()
                .filter(target -> target.name().provider().equals(provider.name()))
                .toList();
    }

    private List<ModelCaller> callersOf(TargetName target) {
        return Objects.requireNonNull(callers.get(target.provider()), target.provider());
    }

    private List<ModelCaller> callers(Provider provider, List<Target> targets) {
        List<Target> own = targets.stream()
                .filter(target -> target.name().provider().equals(provider.name()))
                .toList();
        return switch (provider.kind()) {
            case OPENAI -> each(provider, own, endpoint -> new OpenAiChat(endpoint, own, connections, TIME));
            case ANTHROPIC -> each(provider, own, endpoint -> translated(AnthropicProtocol::new, endpoint, own));
            case GEMINI ->
                each(
                        provider,
                        own,
                        endpoint -> embedding(
                                GeminiEmbeddings::new, translated(GeminiProtocol::new, endpoint, own), endpoint, own));
            case OLLAMA -> each(provider, own, endpoint -> ollama(provider, endpoint, own));
            case DEVICE -> List.of(guarded(new DeviceCaller(provider, own, () -> devices, connections), own));
            case GGUF -> List.of();
        };
    }

    private ModelCaller ollama(Provider provider, Endpoint endpoint, List<Target> targets) {
        ModelCaller chat =
                embedding(OllamaEmbeddings::new, translated(OllamaProtocol::new, endpoint, targets), endpoint, targets);
        return provider.pull() ? new PullingCaller(chat, new ModelPull(endpoint, connections), targets) : chat;
    }

    /** {@code chat}, and embeddings beside it. */
    private ModelCaller embedding(
            Function<Endpoint, EmbeddingProtocol> protocol, ModelCaller chat, Endpoint endpoint, List<Target> targets) {
        ModelCaller embeddings = new TranslatedEmbeddings(protocol, endpoint, targets, connections);
        return (call, tokens, stop) -> (call.type() == JobType.EMBEDDING ? embeddings : chat).call(call, tokens, stop);
    }

    private ModelCaller translated(Function<Endpoint, Protocol> protocol, Endpoint endpoint, List<Target> targets) {
        return new TranslatedChat(protocol, endpoint, targets, connections, TIME);
    }

    /** One caller for each key, or one without where the provider wants none. */
    private static List<ModelCaller> each(
            Provider provider, List<Target> targets, Function<Endpoint, ModelCaller> caller) {
        Stream<Optional<String>> primary = provider.keys().isEmpty()
                ? Stream.of(Optional.empty())
                : provider.keys().stream().map(Optional::of);
        Stream<Optional<String>> keys =
                Stream.concat(primary, provider.reserveKeys().stream().map(Optional::of));
        return keys.<ModelCaller>map(key ->
                        guarded(caller.apply(new Endpoint(provider.baseUrl().orElseThrow(), key)), targets))
                .toList();
    }

    private static ModelCaller guarded(ModelCaller caller, List<Target> targets) {
        return new CooldownCaller(new BreakingCaller(new TrimmingCaller(caller, targets)), targets);
    }
}
