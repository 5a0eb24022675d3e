package io.spillway.gateway.artifacts;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ByteRangeTest {
    @ParameterizedTest
    @CsvSource({
        "bytes=0-4, Part[first=0; last=4]",
        "bytes=5-, Part[first=5; last=9]",
        "bytes=9-99, Part[first=9; last=9]",
        "bytes=-3, Part[first=7; last=9]",
        "bytes=-99, Part[first=0; last=9]",
        "bytes=10-, Beyond[]",
        "bytes=-0, Beyond[]",
        "bytes=4-2, Whole[]",
        "bytes=-, Whole[]",
        "'bytes=0-1,3-4', Whole[]",
        "items=0-1, Whole[]",
        "bytes=99999999999999999999-, Whole[]",
        ", Whole[]",
    })
    void wantsWhatTheHeaderSays(String header, String wanted) {
        assertThat(ByteRange.of(header, 10).toString().replace(',', ';')).isEqualTo(wanted);
    }
}
