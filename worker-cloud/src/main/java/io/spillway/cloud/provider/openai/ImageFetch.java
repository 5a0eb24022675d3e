package io.spillway.cloud.provider.openai;

import io.spillway.cloud.provider.CallEnded;
import io.spillway.cloud.provider.Connections;
import io.spillway.cloud.provider.Incoming;
import io.spillway.contract.call.StopSignal;
import io.spillway.contract.cluster.Target.Timeouts;
import io.spillway.contract.outcome.Outcome;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Objects;

/**
 * Fetches an image from the address that a provider gave for it, without a key and without following redirects. The
 * address must be https or on the provider's own host: a provider does not get to look around in our network.
 */
record ImageFetch(Endpoint endpoint, Connections connections, Timeouts limits, StopSignal stop) {
    byte[] get(String url) throws CallEnded, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(allowed(url))
                .header("accept", "image/*")
                .GET()
                .build();
        try (Incoming incoming = connections.send(request, limits, stop)) {
            Incoming.Head head = incoming.head();
            if (!head.ok()) {
                throw failed("the image's address answered " + head.status());
            }
            return incoming.whole();
        }
    }

    private URI allowed(String url) throws CallEnded {
        try {
            URI address = URI.create(url);
            boolean own = Objects.equals(address.getHost(), endpoint.baseUrl().getHost());
            if (address.getHost() != null
                    && ("https".equals(address.getScheme()) || "http".equals(address.getScheme()) && own)) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            // Said below: an address that may not be fetched.
        }
        throw failed("an image at an address that is neither https nor the provider's own");
    }

    private static CallEnded failed(String detail) {
        return new CallEnded(new Outcome.Transient(detail));
    }
}
