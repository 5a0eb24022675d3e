package io.spillway.cloud.provider.openai;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where one provider is called, with one key or none.
 *
 * @param baseUrl up to and with the version, e.g. {@code https://api.openai.com/v1}; its query, if any, is kept
 */
public record Endpoint(URI baseUrl, Optional<String> key) {
    /** What a header may carry; anything else in a key is a slip of whoever pasted it. */
    private static final Pattern SENDABLE = Pattern.compile("[!-~]+");

    /** Whether the key can be sent at all. */
    public boolean keySendable() {
        return key.map(secret -> SENDABLE.matcher(secret).matches()).orElse(true);
    }

    /** Whether it takes {@code stream_options}: Mistral refuses the field and sends the usage unasked. */
    boolean takesStreamOptions() {
        return !host().endsWith("mistral.ai");
    }

    /** A POST of {@code body} as a chat completion. */
    HttpRequest chat(byte[] body, boolean stream) {
        return post("/chat/completions", stream ? "text/event-stream" : "application/json", body);
    }

    /** A POST of {@code body} to {@code path} below the base URL. */
    HttpRequest post(String path, String accepts, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url(path))
                .header("content-type", "application/json")
                .header("accept", accepts)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        key.ifPresent(secret -> authorize(request, secret));
        return request.build();
    }

    /** Azure takes its keys under a name of its own; the bearer there is for Entra tokens. */
    private void authorize(HttpRequest.Builder request, String secret) {
        if (host().endsWith(".azure.com")) {
            request.header("api-key", secret);
        } else {
            request.header("authorization", "Bearer " + secret);
        }
    }

    private String host() {
        return Optional.ofNullable(baseUrl.getHost()).orElse("");
    }

    private URI url(String call) {
        String whole = baseUrl.toString();
        int query = whole.indexOf('?');
        String path = query < 0 ? whole : whole.substring(0, query);
        return URI.create(path.replaceAll("/+$", "") + call + (query < 0 ? "" : whole.substring(query)));
    }

    /** Without the key: this may end up in a log line. */
    @Override
    public String toString() {
        return "Endpoint[" + baseUrl + (key.isPresent() ? ", with a key]" : "]");
    }
}
