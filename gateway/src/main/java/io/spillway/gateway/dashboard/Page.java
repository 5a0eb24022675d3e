package io.spillway.gateway.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Collections;
import java.util.Objects;
import java.util.Set;

/**
 * The page itself. Its modules find Lit and ECharts by an import map made of what these packages say of themselves, so
 * that their versions stand in the POM alone; the map is the only script in the page, and allowed by its hash.
 *
 * @see <a href="https://www.w3.org/TR/CSP3/#directive-script-src">Content Security Policy 3, script-src</a>
 */
@Singleton
public class Page {
    private static final String HTML = "dashboard/index.html";
    private static final String IMPORT_MAPS = "META-INF/importmap.json";
    private static final String PLACE = "{}";
    /** What the page's modules name, and what that names in turn. */
    private static final Set<String> WANTED =
            Set.of("lit", "lit/", "lit-html", "lit-html/", "lit-element/", "@lit/reactive-element", "echarts/");

    private static final String POLICY = "default-src 'none'; script-src 'self' '%s'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final String html;
    private final String policy;

    Page(ObjectMapper json) throws IOException {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        String map = json.writeValueAsString(importMap(json, loader));
        html = text(loader).replace(PLACE, map);
        policy = POLICY.formatted(hash(map));
    }

    void register(@Observes Router router) {
        router.get("/").handler(this::serve);
    }

    private void serve(RoutingContext request) {
        request.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .putHeader("Content-Security-Policy", policy)
                .putHeader("Cross-Origin-Opener-Policy", "same-origin")
                .end(html);
    }

    private static ObjectNode importMap(ObjectMapper json, ClassLoader loader) throws IOException {
        ObjectNode map = json.createObjectNode();
        ObjectNode imports = map.putObject("imports");
        for (URL each : Collections.list(loader.getResources(IMPORT_MAPS))) {
            try (InputStream in = each.openStream()) {
                JsonNode known = json.readTree(in).path("imports");
                known.properties().stream()
                        .filter(entry -> WANTED.contains(entry.getKey()))
                        .forEach(entry -> imports.set(entry.getKey(), entry.getValue()));
            }
        }
        return map;
    }

    private static String text(ClassLoader loader) throws IOException {
        try (InputStream in = Objects.requireNonNull(loader.getResourceAsStream(HTML), HTML)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String hash(String script) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
