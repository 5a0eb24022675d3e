package io.spillway.cloud.lookout;

import io.spillway.cloud.provider.Connections;
import io.spillway.contract.call.ProviderReport;
import io.spillway.contract.call.ProviderReport.State;
import io.spillway.contract.cluster.Provider;
import io.spillway.contract.cluster.Target;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Looks at one provider, at the start and when an operator asks: is it there, does it take the key, does it know the models. It only says what it
 * found; whether a target may be called is decided by calls.
 */
public final class StartCheck {
    private static final Logger LOG = System.getLogger(StartCheck.class.getName());

    private final Provider provider;
    private final List<Target> targets;
    private final Connections connections;

    /** @param targets those of the provider */
    public StartCheck(Provider provider, List<Target> targets, Connections connections) {
        this.provider = provider;
        this.targets = targets;
        this.connections = connections;
    }

    /** Looks, for some seconds at most, and logs what it found. */
    public ProviderReport look() throws InterruptedException {
        ModelList list = ModelList.of(provider.kind());
        ProviderReport report = switch (new Lookup(provider, connections).get(list.path())) {
            case Lookup.Found.Silent silent -> report(State.UNREACHABLE, silent.why());
            case Lookup.Found.Answered answered -> answered(list, answered);
        };
        LOG.log(
                report.state() == State.READY ? Level.INFO : Level.WARNING,
                "provider={0} state={1} {2}",
                report.provider(),
                report.state().word(),
                report.detail());
        return report;
    }

    private ProviderReport answered(ModelList list, Lookup.Found.Answered answered) {
        if (answered.status() == 401 || answered.status() == 403) {
            return provider.keys().isEmpty()
                    ? report(State.KEY_MISSING, "it wants a key and none is set")
                    : report(State.KEY_REFUSED, "it answered " + answered.status() + " to the first key");
        }
        Optional<Set<String>> names = list.read(answered.body());
        return names.map(this::compared)
                .orElseGet(() -> report(
                        State.UNCLEAR,
                        "GET " + list.path() + " answered " + answered.status() + " and no list of models"));
    }

    private ProviderReport compared(Set<String> names) {
        String unknown = targets.stream()
                .map(Target::model)
                .filter(model -> !names.contains(model))
                .collect(Collectors.joining(", "));
        return unknown.isEmpty()
                ? report(State.READY, "it lists all " + targets.size() + " models that are configured")
                : report(State.MODEL_UNKNOWN, "it does not list " + unknown);
    }

    private ProviderReport report(State state, String detail) {
        return new ProviderReport(provider.name(), state, detail);
    }
}
