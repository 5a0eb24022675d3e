package io.spillway.gateway.audit;

import io.spillway.gateway.access.Caller;
import io.spillway.gateway.access.CurrentCaller;
import io.spillway.gateway.backbone.Away;
import io.spillway.log.LogUnavailable;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Writes down every call under {@code /ops} that was let through and did something, before it is answered. */
public class Auditing {
    private static final Logger LOG = Logger.getLogger(Auditing.class);
    private static final Set<String> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final AuditLog log;
    private final AuditNote note;
    private final CurrentCaller current;

    Auditing(AuditLog log, AuditNote note, CurrentCaller current) {
        this.log = log;
        this.note = note;
        this.current = current;
    }

    /** Writes the entry; what was done stays done if it cannot be written, and is found in this process's own log. */
    @ServerResponseFilter
    public void write(ContainerRequestContext request, ContainerResponseContext response) {
        String path = "/" + request.getUriInfo().getPath().replaceFirst("^/", "");
        if (!path.startsWith("/ops/")
                || READING.contains(request.getMethod())
                || !isDone(response)
                || note.hasOnlyRead()) {
            return;
        }
        current.known().ifPresent(caller -> write(entry(request, response, path, caller)));
    }

    private static boolean isDone(ContainerResponseContext response) {
        return Response.Status.Family.familyOf(response.getStatus()) == Response.Status.Family.SUCCESSFUL;
    }

    private AuditEntry entry(
            ContainerRequestContext request, ContainerResponseContext response, String path, Caller caller) {
        Instant now = Instant.now();
        Optional<String> made = Optional.ofNullable(response.getHeaderString("Location"));
        return new AuditEntry(
                log.newId(now),
                now,
                caller.grant().key(),
                caller.tenant().value(),
                request.getMethod(),
                made.filter(at -> at.startsWith("/")).orElse(path),
                response.getStatus(),
                note.from(),
                note.to());
    }

    private void write(AuditEntry entry) {
        try {
            log.add(entry);
        } catch (Away | LogUnavailable e) {
            LOG.errorf(
                    "not written to the audit log: %s key=%s method=%s path=%s",
                    e.getMessage(), entry.key(), entry.method(), entry.path());
        }
    }
}
