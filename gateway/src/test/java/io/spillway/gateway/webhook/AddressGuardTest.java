package io.spillway.gateway.webhook;

import io.spillway.contract.cluster.AddressRange;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class AddressGuardTest {
    private static final AddressGuard.Names NOBODY = name -> {
        throw new UnknownHostException(name);
    };

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "10.1.2.3",
                "100.64.0.1",
                "100.100.100.200",
                "127.0.0.1",
                "127.255.255.254",
                "168.63.129.16",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.192",
                "192.0.2.1",
                "192.168.1.1",
                "198.18.0.1",
                "198.51.100.1",
                "203.0.113.1",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
                "[::]",
                "[::1]",
                "[0:0:0:0:0:0:0:1]",
                "[::127.0.0.1]",
                "[::ffff:127.0.0.1]",
                "[::ffff:7f00:1]",
                "[::ffff:169.254.169.254]",
                "[64:ff9b::7f00:1]",
                "[64:ff9b::10.0.0.1]",
                "[64:ff9b:1::1]",
                "[100::1]",
                "[2001::1]",
                "[2001:db8::1]",
                "[2002:7f00:1::1]",
                "[3fff::1]",
                "[fc00::1]",
                "[fd00:ec2::254]",
                "[fe80::1]",
                "[fec0::1]",
                "[ff02::1]"
            })
    void anAddressInsideIsRefusedHoweverItIsWrittenOrNamed(String host) {
        // Given
        URI url = URI.create("https://" + host + "/hook");
        InetAddress address = InetAddress.ofLiteral(host.replaceAll("[\\[\\]]", ""));
        AddressGuard named = new AddressGuard(List.of(), _ -> List.of(address));

        // When
        Optional<String> form = UrlForm.mistake(url.toString());
        AddressGuard.Checked literal = new AddressGuard(List.of(), NOBODY).check(url);
        AddressGuard.Checked name = named.check(URI.create("https://looks.example/hook"));

        // Then
        assertThat(form).isEmpty();
        assertThat(literal).isInstanceOf(AddressGuard.Checked.Refused.class);
        assertThat(name).isInstanceOf(AddressGuard.Checked.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "93.184.215.14",
                "8.8.8.8",
                "172.15.0.1",
                "172.32.0.1",
                "100.63.255.255",
                "100.128.0.1",
                "[2606:4700::1111]"
            })
    void anAddressOutsideIsAllowedOverHttpsOnly(String host) {
        // Given
        AddressGuard guard = new AddressGuard(List.of(), NOBODY);

        // When
        AddressGuard.Checked closed = guard.check(URI.create("https://" + host));
        AddressGuard.Checked open = guard.check(URI.create("http://" + host));

        // Then
        assertThat(closed).isInstanceOf(AddressGuard.Checked.Allowed.class);
        assertThat(open).isInstanceOf(AddressGuard.Checked.Refused.class);
    }

    @Test
    void aNameIsRefusedIfAnyOfItsAddressesIsInside() {
        // Given
        AddressGuard guard = new AddressGuard(List.of(), names(Map.of("mixed.example", "8.8.8.8 10.0.0.1")));

        // When
        AddressGuard.Checked checked = guard.check(URI.create("https://mixed.example"));

        // Then
        assertThat(checked).isInstanceOf(AddressGuard.Checked.Refused.class);
    }

    @Test
    void whatTheOperatorAllowsMayBeCalledOverHttp() {
        // Given
        AddressGuard guard = new AddressGuard(List.of(AddressRange.parse("10.1.0.0/16")), NOBODY);

        // When
        AddressGuard.Checked inside = guard.check(URI.create("http://10.1.255.255/x"));
        AddressGuard.Checked beside = guard.check(URI.create("http://10.2.0.0/x"));

        // Then
        assertThat(inside).isEqualTo(new AddressGuard.Checked.Allowed(InetAddress.ofLiteral("10.1.255.255")));
        assertThat(beside).isInstanceOf(AddressGuard.Checked.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://example.com",
                "example.com",
                "https:///x",
                "https://user@example.com",
                "https://user:secret@example.com",
                "https://example.com/#here",
                "https://example.com:0",
                "https://example.com:65536",
                "https://2130706433",
                "https://0x7f000001",
                "https://0x7f.1",
                "https://0177.0.0.1",
                "https://127.1",
                "https://127.0.0.1.",
                "https://256.1.1.1",
                "https://1.2.3.4.5",
                "https://bücher.example",
                "https://①②⑦.0.0.1",
                "https://exa mple.com",
                "https://[fe80::1%25eth0]",
                "https://[::1",
                "https://-a.example",
                "https://a..example",
                "https://a_b.example"
            })
    void aUrlThatCouldBeReadInTwoWaysIsRefused(String url) {
        assertThat(UrlForm.mistake(url)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://example.com", "https://xn--bcher-kva.example:8443/a?b=c", "https://a-b.example/x%20y"})
    void aUsualUrlIsAccepted(String url) {
        assertThat(UrlForm.mistake(url)).isEmpty();
    }

    static AddressGuard.Names names(Map<String, String> addresses) {
        return name -> Arrays.stream(addresses.getOrDefault(name, "").split(" "))
                .map(InetAddress::ofLiteral)
                .toList();
    }
}
