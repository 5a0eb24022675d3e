package io.spillway.gateway.webhook;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What an endpoint's url looks like. Everything that two parsers could read as two different hosts is refused: an
 * address in octal, hexadecimal or fewer than four parts, letters beyond ASCII, a user before the host.
 *
 * @see <a href="https://url.spec.whatwg.org/#host-parsing">WHATWG URL, host parsing: a host that ends in a number is an
 *     IPv4 address</a>
 */
final class UrlForm {
    static final int LONGEST = 2_000;

    private static final String LABEL = "[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?";
    private static final Pattern NAME = Pattern.compile("(?=.{1,253}$)" + LABEL + "(?:\\." + LABEL + ")*");
    private static final Pattern ENDS_IN_A_NUMBER = Pattern.compile("(?:.*\\.)?(?:[0-9]+|0[xX][0-9a-fA-F]*)");
    private static final String BYTE = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final Pattern IPV4 = Pattern.compile(BYTE + "(?:\\." + BYTE + "){3}");
    private static final Pattern IPV6 = Pattern.compile("\\[[0-9a-fA-F:.]+]");
    private static final int LAST_PORT = 65_535;

    private UrlForm() {}

    /** What is wrong with {@code text}, if anything is. */
    static Optional<String> mistake(String text) {
        try {
            return mistake(new URI(text));
        } catch (URISyntaxException e) {
            return Optional.of("should be a URL in ASCII; write other letters of a host as xn--… and of a path as %…");
        }
    }

    private static Optional<String> mistake(URI url) {
        if (!"https".equalsIgnoreCase(url.getScheme()) && !"http".equalsIgnoreCase(url.getScheme())) {
            return Optional.of("should begin with https://");
        }
        if (url.getRawUserInfo() != null
                || String.valueOf(url.getRawAuthority()).contains("@")) {
            return Optional.of("should hold no user and no password; messages are signed");
        }
        if (url.getRawFragment() != null) {
            return Optional.of("should have no fragment (#…)");
        }
        if (url.getPort() == 0 || url.getPort() > LAST_PORT) {
            return Optional.of("should have a port from 1 to " + LAST_PORT);
        }
        return host(url.getHost() == null ? "" : url.getHost());
    }

    private static Optional<String> host(String host) {
        if (IPV4.matcher(host).matches() || IPV6.matcher(host).matches()) {
            return Optional.empty();
        }
        if (ENDS_IN_A_NUMBER.matcher(host).matches()) {
            return Optional.of("should write an IPv4 address as four decimal numbers");
        }
        return NAME.matcher(host).matches()
                ? Optional.empty()
                : Optional.of("should have a host: a name in ASCII (other letters as xn--…) or an address");
    }
}
