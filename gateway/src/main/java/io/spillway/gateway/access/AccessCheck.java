package io.spillway.gateway.access;

import io.smallrye.mutiny.Uni;
import io.spillway.gateway.refusal.Problem;
import io.spillway.gateway.refusal.Refusal;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Cookie;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/** Everything under {@code /v1} and {@code /ops} needs a key, whether the path exists or not. */
public class AccessCheck {
    private static final Pattern BEARER = Pattern.compile("(?i:bearer) +(sk-[!-~]{1,250}) *");

    /** What is no key of ours, and may be a token of somebody else's. */
    private static final Pattern TOKEN = Pattern.compile("(?i:bearer) +(?!sk-)[!-~]+ *");

    private static final Set<String> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    private final KeyRing keys;
    private final Sessions sessions;
    private final Tokens tokens;
    private final OpenCalls open;
    private final CurrentCaller current;

    AccessCheck(KeyRing keys, Sessions sessions, Tokens tokens, OpenCalls open, CurrentCaller current) {
        this.tokens = tokens;
        this.open = open;
        this.keys = keys;
        this.sessions = sessions;
        this.current = current;
    }

    /** Refuses whoever has no key, or one that does not reach this far. Only a token may have to be waited for. */
    @ServerRequestFilter(preMatching = true)
    public @Nullable Uni<Void> check(ContainerRequestContext request, RoutingContext exchange) {
        String path = request.getUriInfo().getPath();
        Optional<Scope> needed = needed(path.startsWith("/") ? path : "/" + path, request.getMethod());
        if (needed.isEmpty()) {
            return null;
        }
        if (tokens.taken() && TOKEN.matcher(header(request)).matches()) {
            return tokens.holder(exchange)
                    .invoke(caller -> admit(caller, needed.get(), exchange))
                    .replaceWithVoid();
        }
        admit(caller(request), needed.get(), exchange);
        return null;
    }

    private void admit(Caller caller, Scope needed, RoutingContext exchange) {
        if (!needed.within(caller.scopes())) {
            throw Refusal.of(Problem.Kind.FORBIDDEN, "This key has no scope '" + needed.word() + "'.");
        }
        // An operator who looks why a tenant is refused must not be refused with it.
        if (needed != Scope.ADMIN) {
            open.enter(caller.tenant(), exchange);
        }
        current.is(caller);
    }

    private static String header(ContainerRequestContext request) {
        return Objects.requireNonNullElse(request.getHeaderString("Authorization"), "");
    }

    /** A key counts before a session: whoever sends one means it. */
    private Caller caller(ContainerRequestContext request) {
        Cookie session = request.getCookies().get(Sessions.COOKIE);
        String header = request.getHeaderString("Authorization");
        if (header == null && session != null) {
            return visitor(session.getValue(), request);
        }
        String key =
                bearer(header).orElseThrow(() -> unauthenticated("This call needs a key: Authorization: Bearer sk-…"));
        return keys.holder(key).orElseThrow(() -> unauthenticated("This key is not known here."));
    }

    /** A browser sends the cookie whoever wrote the page; only our own page knows the session's token. */
    private Caller visitor(String cookie, ContainerRequestContext request) {
        Sessions.Visitor visitor = sessions.visitor(cookie)
                .orElseThrow(() -> unauthenticated("The session is over; please sign in again."));
        if (!READING.contains(request.getMethod()) && !visitor.says(request.getHeaderString(Sessions.TOKEN_HEADER))) {
            throw Refusal.of(
                    Problem.Kind.FORBIDDEN, "With a session, changes need its token in " + Sessions.TOKEN_HEADER + ".");
        }
        return visitor.caller();
    }

    private static Optional<Scope> needed(String path, String method) {
        if (path.equals("/ops") || path.startsWith("/ops/")) {
            return Optional.of(Scope.ADMIN);
        }
        if (path.startsWith("/v1/devices/")) {
            return Optional.of(Scope.DEVICE);
        }
        if (path.equals("/v1") || path.startsWith("/v1/")) {
            return Optional.of(READING.contains(method) ? Scope.READ : Scope.SUBMIT);
        }
        return Optional.empty();
    }

    private static Optional<String> bearer(@Nullable String header) {
        if (header == null) {
            return Optional.empty();
        }
        Matcher match = BEARER.matcher(header);
        return match.matches() ? Optional.of(match.group(1)) : Optional.empty();
    }

    private static Refusal unauthenticated(String detail) {
        return Refusal.of(Problem.Kind.UNAUTHENTICATED, detail).with("WWW-Authenticate", "Bearer");
    }
}
