package io.spillway.contract.cluster;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Addresses that begin with the same bits, such as {@code 192.168.0.0/16} or {@code fd00::/8}.
 *
 * @param prefix how many of its bits count
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4632#section-3.1">RFC 4632</a>
 */
public record AddressRange(InetAddress first, int prefix) {
    private static final Pattern V4_FORM = Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");
    private static final Pattern V6_FORM = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
    private static final int BYTE = 8;

    /** The range that {@code text} spells; a single address is a range of one. */
    public static Optional<AddressRange> parse(String text) {
        String[] parts = text.split("/", -1);
        Optional<InetAddress> address = literal(parts[0]);
        if (address.isEmpty() || parts.length > 2) {
            return Optional.empty();
        }
        int bits = address.get().getAddress().length * BYTE;
        if (parts.length == 1) {
            return Optional.of(new AddressRange(address.get(), bits));
        }
        return parts[1].matches("[0-9]{1,3}") && Integer.parseInt(parts[1]) <= bits
                ? Optional.of(new AddressRange(address.get(), Integer.parseInt(parts[1])))
                : Optional.empty();
    }

    /** The same of a text that is known to spell one. @throws IllegalArgumentException if it spells none */
    public static AddressRange of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException("not a range of addresses: " + text));
    }

    /** Whether {@code address} is one of these; one of the other family never is. */
    public boolean contains(InetAddress address) {
        byte[] mine = first.getAddress();
        byte[] other = address.getAddress();
        int rest = mine.length * BYTE - prefix;
        return mine.length == other.length
                && new BigInteger(1, mine).shiftRight(rest).equals(new BigInteger(1, other).shiftRight(rest));
    }

    /**
     * The address that the host of {@code url} spells by numbers. A name is none: what it means can change between a
     * check and a call.
     */
    public static Optional<InetAddress> host(URI url) {
        return Optional.ofNullable(url.getHost())
                .map(host -> host.replaceAll("^\\[|]$", ""))
                .flatMap(AddressRange::literal);
    }

    private static Optional<InetAddress> literal(String text) {
        if (!V4_FORM.matcher(text).matches() && !V6_FORM.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            // Of this form it is never looked up.
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return first.getHostAddress() + "/" + prefix;
    }
}
