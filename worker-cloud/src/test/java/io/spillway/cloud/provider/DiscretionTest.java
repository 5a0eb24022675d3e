package io.spillway.cloud.provider;

import java.util.Optional;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DiscretionTest {
    private final Discretion discretion =
            new Discretion(Optional.of("my-odd-key"), () -> "{\"content\":\"the plum cake of my aunt\"}");

    @Test
    void masksKeys() {
        assertThat(discretion.show("bad key my-odd-key here")).isEqualTo("bad key … here");
        assertThat(discretion.show("Incorrect API key: sk-proj-ab12***********wxyz."))
                .isEqualTo("Incorrect API key: …");
        assertThat(discretion.show("gsk_abcdef0123456789 is revoked")).isEqualTo("… is revoked");
    }

    @Test
    void masksQuotationsOfTheRequest() {
        assertThat(discretion.show("cannot read 'the plum cake of my aunt' (type=value_error)"))
                .isEqualTo("cannot read '…' (type=value_error)");
    }

    @Test
    void keepsWhatIsTheProvidersOwn() {
        // Given
        String message = "Rate limit reached for gpt-4.1-mini on requests per min (RPM): Limit 3, Used 3.";
        // When / Then
        assertThat(discretion.show(message)).isEqualTo(message);
        assertThat(discretion.show("two\r\n  lines\t")).isEqualTo("two lines");
        assertThat(discretion.show("x".repeat(1000))).hasSize(241);
        assertThat(discretion.show("")).isEmpty();
    }

    @Test
    void isQuickWithLongRequests() {
        // Given
        Discretion long10MegaChars = new Discretion(Optional.empty(), () -> "lorem ipsum dolor ".repeat(600_000));
        // When / Then
        assertThat(long10MegaChars.show("please say lorem ipsum dolor sit amet"))
                .isEqualTo("please say…sit amet");
    }
}
