package io.spillway.scheduling;

import io.spillway.contract.cluster.ConfigError;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What is wrong with TLS to Redis is said at the start; that it works is a journey of its own. */
class RedisAccessTest {
    private static final URI ENCRYPTED = URI.create("rediss://redis:6380");
    private static final URI PLAIN = URI.create("redis://redis:6379");

    @TempDir
    Path folder;

    @Test
    void withoutATroubleThereIsNothingToSay() {
        // Then
        assertThatCode(() -> RedisAccess.check(PLAIN, Map.of())).doesNotThrowAnyException();
        assertThatCode(() -> RedisAccess.check(ENCRYPTED, Map.of("SPILLWAY_REDIS_CA_FILE", "")))
                .doesNotThrowAnyException();
        assertThat(RedisAccess.of(ENCRYPTED, Map.of()).encrypted()).isTrue();
        assertThat(RedisAccess.of(PLAIN, Map.of()).encrypted()).isFalse();
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        // Then
        refused(ENCRYPTED, Map.of("SPILLWAY_REDIS_CA_FILE", "/no/ca.crt"), "SPILLWAY_REDIS_CA_FILE: cannot read");
    }

    @Test
    void aFileThatWouldHaveNoEffectIsRefused() throws IOException {
        // Given
        Path ca = Files.writeString(folder.resolve("ca.crt"), "");
        // Then
        refused(PLAIN, Map.of("SPILLWAY_REDIS_CA_FILE", ca.toString()), "rediss:// uses it");
    }

    @Test
    void aCertificateWithoutItsKeyIsRefused() throws IOException {
        // Given
        Path certificate = Files.writeString(folder.resolve("tls.crt"), "");
        // Then
        refused(
                ENCRYPTED,
                Map.of("SPILLWAY_REDIS_CERTIFICATE_FILE", certificate.toString()),
                "SPILLWAY_REDIS_KEY_FILE: is missing");
    }

    @Test
    void anEmptyAuthorityIsSaid() throws IOException {
        // Given
        Path ca = Files.writeString(folder.resolve("ca.crt"), "");
        // Then
        refused(ENCRYPTED, Map.of("SPILLWAY_REDIS_CA_FILE", ca.toString()), "no certificate in " + ca);
    }

    private static void refused(URI address, Map<String, String> environment, String words) {
        assertThatThrownBy(() -> RedisAccess.check(address, environment))
                .isInstanceOf(ConfigError.class)
                .hasMessageContaining(words);
    }
}
