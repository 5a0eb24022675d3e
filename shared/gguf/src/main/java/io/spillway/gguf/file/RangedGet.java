package io.spillway.gguf.file;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/**
 * GET of a file from some byte on (RFC 9110, section 14). Redirects are followed here, because the JDK's client would
 * carry the bearer token along to whatever host they lead to.
 */
final class RangedGet {
    static final int PARTIAL = 206;
    /** 416: everything had already come. */
    static final int NOTHING_LEFT = 416;

    private static final int MOST_REDIRECTS = 6;
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(10))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    private final URI address;
    private final Optional<String> bearer;
    private final Duration patience;

    /** An answer that a retry in a moment will not change. */
    static final class Answered extends IOException {
        private static final long serialVersionUID = 1L;

        Answered(String reason) {
            super(reason);
        }
    }

    RangedGet(URI address, Optional<String> bearer, Duration patience) {
        this.address = address;
        this.bearer = bearer;
        this.patience = patience;
    }

    /** Asks for the bytes from {@code start} on, if the file is still of {@code version}; else for all of it. */
    HttpResponse<InputStream> from(long start, Optional<String> version) throws IOException, InterruptedException {
        URI next = address;
        for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
            HttpResponse<InputStream> response =
                    HTTP.send(request(next, start, version), HttpResponse.BodyHandlers.ofInputStream());
            int status = response.statusCode();
            Optional<String> location = response.headers().firstValue("location");
            if (status >= 300 && status < 400 && location.isPresent()) {
                response.body().close();
                next = followed(next, location.get());
            } else {
                return usable(response);
            }
        }
        throw new Answered("too many redirects from " + address.getHost());
    }

    /** Only HTTP, and never from https to http: there anybody on the way could put another file in. */
    private static URI followed(URI from, String location) throws Answered {
        try {
            URI to = from.resolve(location);
            boolean web = "https".equals(to.getScheme()) || "http".equals(to.getScheme());
            if (web && to.getHost() != null && !("https".equals(from.getScheme()) && "http".equals(to.getScheme()))) {
                return to;
            }
        } catch (IllegalArgumentException _) {
            // Said below, in the same words as an address that is not HTTP.
        }
        throw new Answered(from.getHost() + " leads on to an address that is not followed");
    }

    InputStream impatient(InputStream body) {
        return new ImpatientStream(body, patience);
    }

    private HttpRequest request(URI target, long start, Optional<String> version) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(target).timeout(patience).header("User-Agent", "spillway");
        if (start > 0) {
            request.header("Range", "bytes=" + start + "-");
            version.ifPresent(mark -> request.header("If-Range", mark));
        }
        if (target.getAuthority().equals(address.getAuthority())) {
            bearer.ifPresent(token -> request.header("Authorization", "Bearer " + token));
        }
        return request.build();
    }

    private HttpResponse<InputStream> usable(HttpResponse<InputStream> response) throws IOException {
        int status = response.statusCode();
        if (status == 200 || status == PARTIAL || status == NOTHING_LEFT) {
            return response;
        }
        response.body().close();
        String what = "status " + status + " from " + address.getHost();
        throw status == 429 || status >= 500 ? new IOException(what) : new Answered(what);
    }
}
