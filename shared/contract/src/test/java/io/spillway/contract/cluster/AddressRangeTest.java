package io.spillway.contract.cluster;

import java.net.InetAddress;
import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class AddressRangeTest {
    @ParameterizedTest
    @CsvSource({
        "192.168.0.0/16, 192.168.255.255, true",
        "192.168.0.0/16, 192.169.0.0, false",
        "10.1.2.128/25, 10.1.2.200, true",
        "10.1.2.128/25, 10.1.2.127, false",
        "10.0.0.7/32, 10.0.0.7, true",
        "10.0.0.7/32, 10.0.0.8, false",
        "0.0.0.0/0, 8.8.8.8, true",
        "0.0.0.0/0, ::1, false",
        "fd00::/8, fdff::1, true",
        "fd00::/8, fe80::1, false"
    })
    void holdsWhatBeginsWithTheSameBits(String range, String address, boolean holds) {
        assertThat(AddressRange.parse(range).contains(InetAddress.ofLiteral(address)))
                .isEqualTo(holds);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "home",
                "192.168.0.0/33",
                "192.168.0/16",
                "::/129",
                "1.2.3.4/8/8",
                "1.2.3.4/",
                "1.2.3.4",
                "256.2.3.4/8"
            })
    void whatIsNoRangeIsNone(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> AddressRange.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost/", "http://0177.0.0.1/", "http://2130706433/", "http://127.1/"})
    void onlyAnAddressByNumbersIsOne(String url) {
        assertThat(LiteralHost.of(URI.create(url))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"http://127.0.0.1:80/, 127.0.0.1", "http://[::1]/, ::1", "http://[::ffff:127.0.0.1]/, 127.0.0.1"})
    void aHostIsReadAsTheAddressThatIsDialled(String url, String address) {
        assertThat(LiteralHost.of(URI.create(url))).contains(InetAddress.ofLiteral(address));
    }
}
