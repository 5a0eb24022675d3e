package io.spillway.contract.cluster;

import java.net.InetAddress;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/** The host of an address that is spelt by numbers. A name is none: what it means can change between a check and a call. */
public final class LiteralHost {
    private static final Pattern V4 = Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");
    private static final Pattern V6 = Pattern.compile("\\[[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*]");

    private LiteralHost() {}

    /** What {@code url} is dialled at, if its host is no name. */
    public static Optional<InetAddress> of(URI url) {
        String host = Optional.ofNullable(url.getHost()).orElse("");
        if (!V4.matcher(host).matches() && !V6.matcher(host).matches()) {
            return Optional.empty();
        }
        try {
            // Of this form it is never looked up.
            return Optional.of(InetAddress.ofLiteral(host.replaceAll("^\\[|]$", "")));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
