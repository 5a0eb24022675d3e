package io.spillway.gateway.access;

import io.spillway.contract.job.TenantId;
import jakarta.enterprise.context.RequestScoped;
import java.util.Objects;
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

    /** Whose jobs the request may see. */
    public TenantId tenant() {
        return caller().tenant();
    }
}
