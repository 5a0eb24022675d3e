package io.spillway.gateway.refusal;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Problems of OpenAI's family of calls leave as OpenAI's error object. */
public class OpenAiErrors {
    /** Puts the error in the problem's place. */
    @ServerResponseFilter
    public void translate(ContainerRequestContext request, ContainerResponseContext response) {
        String path = request.getUriInfo().getPath();
        if (response.getEntity() instanceof Problem problem
                && OpenAiError.isSpokenAt(path.startsWith("/") ? path : "/" + path)) {
            response.setStatus(OpenAiError.status(problem));
            response.setEntity(OpenAiError.of(problem), null, MediaType.APPLICATION_JSON_TYPE);
        }
    }
}
