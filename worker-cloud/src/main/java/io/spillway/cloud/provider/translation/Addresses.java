package io.spillway.cloud.provider.translation;

import io.spillway.cloud.provider.openai.Endpoint;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Addresses below a provider's base address. */
public final class Addresses {
    private Addresses() {}

    /** {@code path} below the endpoint's base address; the path begins with a slash. */
    public static URI below(Endpoint endpoint, String path) {
        return URI.create(endpoint.baseUrl().toString().replaceAll("/+$", "") + path);
    }

    /** A name as one segment of a path. */
    public static String segment(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
