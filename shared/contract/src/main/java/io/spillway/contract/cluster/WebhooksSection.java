package io.spillway.contract.cluster;

import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads {@code webhooks}: which addresses inside may be told of jobs, beside those outside. */
final class WebhooksSection {
    private WebhooksSection() {}

    static List<AddressRange> allowed(Section section) {
        List<AddressRange> ranges = new ArrayList<>();
        for (Node node : section.items("allow")) {
            String range = section.origin("allow").resolved(node);
            try {
                ranges.add(AddressRange.parse(range));
            } catch (IllegalArgumentException e) {
                throw section.wrong(
                        "allow", "'" + range + "' should be a range of addresses, as 10.1.0.0/16 or fd12:3456::/32");
            }
        }
        return List.copyOf(ranges);
    }
}
