package io.spillway.gateway.webhook;

import io.spillway.contract.cluster.AddressRange;
import io.spillway.contract.cluster.Cluster;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;

/**
 * Decides which address may be dialled for a url. A name is resolved once; what is dialled is the very address that was
 * checked, so that a name which means another address a moment later gains nothing.
 */
@Singleton
public class AddressGuard {
    /** Of IPv6 only global unicast is outside; what of it leads inside or nowhere stands below. */
    private static final AddressRange GLOBAL = AddressRange.parse("2000::/3");

    /**
     * What is not outside, by the IANA special-purpose registries, and the metadata servers of clouds that live
     * elsewhere.
     *
     * @see <a href="https://www.iana.org/assignments/iana-ipv4-special-registry">IPv4</a>
     * @see <a href="https://www.iana.org/assignments/iana-ipv6-special-registry">IPv6</a>
     * @see <a href="https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16">Azure</a>
     */
    private static final List<AddressRange> INSIDE = Stream.of(
                    "0.0.0.0/8", // this network
                    "10.0.0.0/8", // private
                    "100.64.0.0/10", // carrier-grade NAT
                    "127.0.0.0/8", // loopback
                    "168.63.129.16/32", // Azure's own
                    "169.254.0.0/16", // link-local, and most clouds' metadata
                    "172.16.0.0/12", // private
                    "192.0.0.0/24", // protocol assignments
                    "192.0.2.0/24", // documentation
                    "192.88.99.0/24", // 6to4 relays
                    "192.168.0.0/16", // private
                    "198.18.0.0/15", // benchmarks
                    "198.51.100.0/24", // documentation
                    "203.0.113.0/24", // documentation
                    "224.0.0.0/4", // multicast
                    "240.0.0.0/4", // reserved, broadcast
                    "2001::/23", // protocol assignments, Teredo
                    "2001:db8::/32", // documentation
                    "2002::/16", // 6to4: holds an IPv4 address
                    "3fff::/20") // documentation
            .map(AddressRange::parse)
            .toList();

    /** Says which addresses a name means now. */
    @FunctionalInterface
    interface Names {
        List<InetAddress> addresses(String name) throws UnknownHostException;
    }

    /** What became of a url. */
    sealed interface Checked {
        /** This address may be dialled. */
        record Allowed(InetAddress address) implements Checked {}

        /** It leads where webhooks do not go. */
        record Refused(String why) implements Checked {}

        /** Nobody knows the name now. */
        record Unknown() implements Checked {}
    }

    private final List<AddressRange> allowed;
    private final Names names;

    @Inject
    AddressGuard(Cluster cluster) {
        this(cluster.webhookRanges(), name -> List.of(InetAddress.getAllByName(name)));
    }

    AddressGuard(List<AddressRange> allowed, Names names) {
        this.allowed = allowed;
        this.names = names;
    }

    /** The address to dial for {@code url}, whose form is right; blocks while its name is resolved. */
    Checked check(URI url) {
        try {
            List<InetAddress> addresses = addresses(url.getHost());
            boolean open = !"https".equalsIgnoreCase(url.getScheme());
            for (InetAddress address : addresses) {
                if (inside(address)) {
                    return new Checked.Refused("leads to an address where webhooks do not go");
                }
                if (open && !granted(address)) {
                    return new Checked.Refused("should begin with https://");
                }
            }
            return new Checked.Allowed(addresses.getFirst());
        } catch (UnknownHostException | IllegalArgumentException e) {
            return new Checked.Unknown();
        }
    }

    private List<InetAddress> addresses(String host) throws UnknownHostException {
        boolean six = host.startsWith("[");
        boolean four = Character.isDigit(host.charAt(host.length() - 1)) && host.matches("[0-9.]+");
        return six || four
                ? List.of(InetAddress.ofLiteral(six ? host.substring(1, host.length() - 1) : host))
                : names.addresses(host);
    }

    private boolean inside(InetAddress address) {
        if (granted(address)) {
            return false;
        }
        boolean six = address.getAddress().length > 4;
        return (six && !GLOBAL.contains(address)) || INSIDE.stream().anyMatch(range -> range.contains(address));
    }

    private boolean granted(InetAddress address) {
        return allowed.stream().anyMatch(range -> range.contains(address));
    }
}
