package io.spillway.contract.cluster;

import java.net.InetAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of IP addresses, as {@code 127.0.0.0/8} or {@code fd00::/8}. An IPv4 address that is written as an IPv6 one
 * ({@code ::ffff:127.0.0.1}) is the IPv4 address.
 *
 * @param first any address of the range
 * @param prefix how many leading bits all addresses of the range share
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4632#section-3.1">RFC 4632</a>
 */
public record AddressRange(InetAddress first, int prefix) {
    private static final Pattern FORM =
            Pattern.compile("(\\d{1,3}(?:\\.\\d{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]*)/(\\d{1,3})");

    /** @throws IllegalArgumentException unless the range has an address and a prefix that fits it */
    public AddressRange {
        if (prefix < 0 || prefix > first.getAddress().length * Byte.SIZE) {
            throw new IllegalArgumentException("prefix out of range: " + prefix);
        }
    }

    /** The range that {@code text} spells. @throws IllegalArgumentException if it spells none */
    public static AddressRange parse(String text) {
        Matcher match = FORM.matcher(text);
        if (!match.matches()) {
            throw new IllegalArgumentException("not a range of addresses: " + text);
        }
        return new AddressRange(InetAddress.ofLiteral(match.group(1)), Integer.parseInt(match.group(2)));
    }

    /** Whether {@code address} lies in the range. */
    public boolean contains(InetAddress address) {
        byte[] one = first.getAddress();
        byte[] other = address.getAddress();
        if (one.length != other.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit++) {
            int mask = 0x80 >> (bit % Byte.SIZE);
            if (((one[bit / Byte.SIZE] ^ other[bit / Byte.SIZE]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
