package io.spillway.gateway.dashboard;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.spillway.gateway.access.Caller;
import io.spillway.gateway.access.KeyRing;
import io.spillway.gateway.access.Scope;
import io.spillway.gateway.access.Sessions;
import io.spillway.gateway.api.RequestBytes;
import io.spillway.gateway.refusal.Problem;
import io.spillway.gateway.refusal.Refusal;
import io.spillway.gateway.submission.Rule;
import io.spillway.gateway.submission.Shape;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Signing in at the page, and out. */
@Path("/session")
@Tag(name = "Dashboard")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class SessionResource {
    private static final Logger LOG = Logger.getLogger(SessionResource.class);
    private static final int LONGEST_KEY = 300;
    private static final Shape SIGN_IN = new Shape().required("key", Rule.text(LONGEST_KEY));

    private final KeyRing keys;
    private final Sessions sessions;

    SessionResource(KeyRing keys, Sessions sessions) {
        this.keys = keys;
        this.sessions = sessions;
    }

    /** What the page is to know of its session. */
    @Schema(name = "Session")
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Body(
            String tenant,

            @Schema(description = "To be sent as X-Spillway-CSRF with every call that changes something.")
            String token,

            @Schema(description = "Epoch seconds.") long expiresAt) {
        static Body of(Sessions.Visitor visitor) {
            return new Body(
                    visitor.caller().tenant().value(),
                    visitor.token(),
                    visitor.until().getEpochSecond());
        }
    }

    /** A key to sign in with. */
    @Schema(name = "SignIn")
    public record SignIn(@Schema(required = true) String key) {}

    /** Begins a session. */
    @POST
    @SecurityRequirements
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "signIn",
            summary = "Begin a session of the dashboard",
            description = "For 12 hours, or until the key is revoked. The cookie is HttpOnly and SameSite=Strict.")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = SignIn.class)))
    @APIResponse(
            responseCode = "200",
            description = "The session; its cookie is set.",
            content = @Content(schema = @Schema(implementation = Body.class)))
    @APIResponse(responseCode = "400", ref = "Malformed")
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "403", ref = "Forbidden")
    @APIResponse(responseCode = "422", ref = "Invalid")
    @APIResponse(responseCode = "503", ref = "Unavailable")
    public RestResponse<Body> begin(InputStream body, @Context UriInfo uri) {
        String key = RequestBytes.object(body, SIGN_IN).get("key").textValue().strip();
        Caller caller = keys.holder(key)
                .orElseThrow(() -> Refusal.of(Problem.Kind.UNAUTHENTICATED, "This key is not known here."));
        if (!caller.scopes().contains(Scope.ADMIN)) {
            throw Refusal.of(Problem.Kind.FORBIDDEN, "This key has no scope 'admin', which the dashboard needs.");
        }
        String cookie = sessions.begin(caller);
        LOG.infof("signed in");
        return RestResponse.ResponseBuilder.ok(Body.of(visitor(cookie)))
                .header("Cache-Control", "no-store")
                .cookie(cookie(cookie, (int) Sessions.LIFE.toSeconds(), uri))
                .build();
    }

    /** The session that the cookie names. */
    @GET
    @SecurityRequirement(name = "session")
    @Operation(operationId = "getSession", summary = "The session of the dashboard")
    @APIResponse(
            responseCode = "200",
            description = "The session.",
            content = @Content(schema = @Schema(implementation = Body.class)))
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "503", ref = "Unavailable")
    public RestResponse<Body> session(@CookieParam(Sessions.COOKIE) @Nullable String cookie) {
        return RestResponse.ResponseBuilder.ok(Body.of(visitor(cookie)))
                .header("Cache-Control", "no-store")
                .build();
    }

    /** Ends the session that the cookie names. */
    @DELETE
    @SecurityRequirement(name = "session")
    @Operation(operationId = "signOut", summary = "End the session of the dashboard")
    @APIResponse(responseCode = "204", description = "It is over.")
    @APIResponse(responseCode = "401", ref = "Unauthenticated")
    @APIResponse(responseCode = "403", ref = "Forbidden")
    @APIResponse(responseCode = "503", ref = "Unavailable")
    public RestResponse<Void> end(
            @CookieParam(Sessions.COOKIE) @Nullable String cookie,
            @HeaderParam(Sessions.TOKEN_HEADER) @Nullable String token,
            @Context UriInfo uri) {
        if (!visitor(cookie).says(token)) {
            throw Refusal.of(Problem.Kind.FORBIDDEN, "Signing out needs the session's token.");
        }
        Optional.ofNullable(cookie).ifPresent(sessions::end);
        return RestResponse.ResponseBuilder.<Void>noContent()
                .cookie(cookie("", 0, uri))
                .build();
    }

    private Sessions.Visitor visitor(@Nullable String cookie) {
        return Optional.ofNullable(cookie)
                .flatMap(sessions::visitor)
                .orElseThrow(() -> Refusal.of(Problem.Kind.UNAUTHENTICATED, "There is no session; please sign in."));
    }

    private static NewCookie cookie(String value, int maxAge, UriInfo uri) {
        return new NewCookie.Builder(Sessions.COOKIE)
                .value(value)
                .path("/")
                .maxAge(maxAge)
                .httpOnly(true)
                .sameSite(NewCookie.SameSite.STRICT)
                .secure("https".equals(uri.getBaseUri().getScheme()))
                .build();
    }
}
