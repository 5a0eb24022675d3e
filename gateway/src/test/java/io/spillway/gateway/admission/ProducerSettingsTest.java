package io.spillway.gateway.admission;

import io.spillway.log.LogWriter;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ProducerSettingsTest {
    @Test
    void the_channel_writes_as_every_producer_of_the_log_does() throws IOException {
        // Given
        Properties properties = new Properties();
        try (InputStream in = getClass().getResourceAsStream("/application.properties")) {
            properties.load(in);
        }

        // When
        Map<String, String> channel = LogWriter.producerSettings(Duration.ofMillis(1_900)).keySet().stream()
                .collect(Collectors.toMap(
                        name -> name, name -> properties.getProperty("mp.messaging.outgoing.jobs." + name, "")));

        // Then
        LogWriter.producerSettings(Duration.ofMillis(1_900))
                .forEach((name, value) -> assertThat(channel).containsEntry(name, value.toString()));
    }
}
