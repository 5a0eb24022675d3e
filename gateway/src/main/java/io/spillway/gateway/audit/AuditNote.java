package io.spillway.gateway.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.contract.wire.Wire;
import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a call has changed, in its own words; without a note the audit log has only the call. Never a key, never a prompt. */
@RequestScoped
public class AuditNote {
    private @Nullable Object before;
    private @Nullable Object after;
    private boolean onlyRead;

    /** Nothing has been done after all, as in a dry run: no entry. */
    public void onlyRead() {
        onlyRead = true;
    }

    boolean hasOnlyRead() {
        return onlyRead;
    }

    /** Something is no longer as it was. */
    public void changed(Object from, Object to) {
        before = from;
        after = to;
    }

    /** Something is new. */
    public void made(Object to) {
        after = to;
    }

    /** Something is gone. */
    public void removed(Object from) {
        before = from;
    }

    Optional<JsonNode> from() {
        return json(before);
    }

    Optional<JsonNode> to() {
        return json(after);
    }

    private static Optional<JsonNode> json(@Nullable Object value) {
        return Optional.ofNullable(value).map(known -> Wire.value(Wire.text(known), JsonNode.class));
    }
}
