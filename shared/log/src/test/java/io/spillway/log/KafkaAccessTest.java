package io.spillway.log;

import io.spillway.contract.cluster.ConfigError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class KafkaAccessTest {
    @TempDir
    Path folder;

    @Test
    void theNamesAreKafkasAndFilesAreRead() throws IOException {
        // Given
        Path ca = Files.writeString(folder.resolve("ca.crt"), "PEM of the authority\n");
        // When
        Map<String, Object> settings = KafkaAccess.settings(Map.of(
                "SPILLWAY_KAFKA_SECURITY_PROTOCOL", "SASL_SSL",
                "SPILLWAY_KAFKA_SSL_TRUSTSTORE_CERTIFICATES_FILE", ca.toString(),
                "SPILLWAY_KAFKA_SASL_MECHANISM", "SCRAM-SHA-512",
                "SPILLWAY_KAFKA_SSL_KEY_PASSWORD", ""));
        // Then
        assertThat(settings)
                .isEqualTo(Map.of(
                        "security.protocol", "SASL_SSL",
                        "ssl.truststore.certificates", "PEM of the authority",
                        "ssl.truststore.type", "PEM",
                        "sasl.mechanism", "SCRAM-SHA-512"));
    }

    @Test
    void whatIsNotOursIsLeftAlone() {
        // Given: as Kubernetes and our own command line have them
        Map<String, String> others = Map.of(
                "SPILLWAY_KAFKA", "kafka:9092", "SPILLWAY_KAFKA_PORT", "tcp://10.0.0.1:9092", "KAFKA_SSL_FOO", "x");
        // Then
        assertThat(KafkaAccess.settings(others)).isEmpty();
    }

    @ParameterizedTest(name = "{0}={1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            SPILLWAY_KAFKA_SSL_TRUSTSTORE_SERTIFICATES | x          | no setting ssl.truststore.sertificates
            SPILLWAY_KAFKA_SSL_KEYSTORE_KEY_FILE       | /no/file   | SPILLWAY_KAFKA_SSL_KEYSTORE_KEY_FILE: cannot read the file /no/file
            SPILLWAY_KAFKA_SSL_TRUSTSTORE_LOCATION     | /ca.jks    | is PLAINTEXT, with which ssl.truststore.location has no effect
            SPILLWAY_KAFKA_SASL_MECHANISM              | PLAIN      | is PLAINTEXT, with which sasl.mechanism has no effect
            SPILLWAY_KAFKA_SECURITY_PROTOCOL           | TLS        | Kafka's client refuses these settings
            """)
    void aMistakeIsSaidAtTheStart(String variable, String value, String said) {
        // Given
        Map<String, String> environment = Map.of(variable, value);
        // Then
        assertThatThrownBy(() -> KafkaAccess.check(environment))
                .isInstanceOf(ConfigError.class)
                .hasMessageContaining(said);
    }

    @Test
    void aKeyThatIsNoneIsSaidAtTheStartAndNotShown() throws IOException {
        // Given
        Path key = Files.writeString(folder.resolve("tls.key"), "c2VjcmV0");
        Map<String, String> environment = Map.of(
                "SPILLWAY_KAFKA_SECURITY_PROTOCOL", "SSL",
                "SPILLWAY_KAFKA_SSL_KEYSTORE_KEY_FILE", key.toString(),
                "SPILLWAY_KAFKA_SSL_KEYSTORE_CERTIFICATE_CHAIN_FILE", key.toString());
        // Then
        assertThatThrownBy(() -> KafkaAccess.check(environment))
                .isInstanceOf(ConfigError.class)
                .hasMessageContaining("refuses these settings")
                .hasMessageNotContaining("c2VjcmV0");
    }
}
