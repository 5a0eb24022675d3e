package io.spillway.contract.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads {@code cors}: the pages in browsers that may call the gateway. */
final class CorsSection {
    private static final String ANYWHERE = "*";
    /** RFC 6454, section 6.2: scheme, host and port, and no path. */
    private static final Pattern ORIGIN =
            Pattern.compile("https?://[a-z0-9.-]+(:[0-9]{1,5})?|https?://\\[[0-9a-f:]+](:[0-9]{1,5})?");

    private CorsSection() {}

    static List<String> origins(Section section) {
        List<String> origins = new ArrayList<>();
        for (Node node : section.items("origins")) {
            String origin = section.origin("origins").resolved(node);
            if (!origin.equals(ANYWHERE) && !ORIGIN.matcher(origin).matches()) {
                throw section.wrong(
                        "origins",
                        "'" + origin
                                + "' should be as https://app.example.com, in lower case and without a path, or *");
            }
            origins.add(origin);
        }
        return List.copyOf(origins);
    }
}
