package io.spillway.contract.cluster;

import java.util.List;

/** Reads {@code webhooks}: which addresses inside may be told of jobs, beside those outside. */
final class WebhooksSection {
    private WebhooksSection() {}

    static List<AddressRange> allowed(Section section) {
        Origin origin = section.origin("allow");
        return section.items("allow").stream()
                .map(origin::resolved)
                .map(range -> AddressRange.parse(range)
                        .orElseThrow(() -> section.wrong(
                                "allow",
                                "'" + range + "' should be a range of addresses, as 10.1.0.0/16 or fd12:3456::/32")))
                .toList();
    }
}
