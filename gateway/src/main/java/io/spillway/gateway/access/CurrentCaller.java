package io.spillway.gateway.access;

import io.spillway.contract.job.TenantId;
import jakarta.enterprise.context.RequestScoped;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who makes this request; set before any resource is reached. */
@RequestScoped
public class CurrentCaller {
    private @Nullable Caller caller;

    void is(Caller known) {
        caller = known;
    }

    /** Whoever it is. */
    public Caller caller() {
        return Objects.requireNonNull(caller, "resources are behind the access check");
    }

    /** Whoever it is, where the access check has let somebody in. */
    public Optional<Caller> known() {
        return Optional.ofNullable(caller);
    }

    /** Whose jobs the request may see. */
    public TenantId tenant() {
        return caller().tenant();
    }
}
