package io.spillway.log;

import io.spillway.contract.cluster.ConfigError;
import io.spillway.contract.seal.PayloadKeys;
import io.spillway.testing.TestKafka;
import java.time.Duration;
import java.util.Base64;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class KeyAgreementTest {
    private static final String KAFKA = TestKafka.bootstrapServers();
    private static final String ONE = "agreed-one:" + base64(1);
    private static final String TWO = "agreed-two:" + base64(2);

    private LogWriter writer;
    private StateTable state;

    private static String base64(int seed) {
        byte[] key = new byte[32];
        new Random(seed).nextBytes(key);
        return Base64.getEncoder().encodeToString(key);
    }

    @BeforeEach
    void open() {
        Topics.ensure(KAFKA, 4, (short) 1);
        writer = LogWriter.open(KAFKA, Duration.ofSeconds(10));
        state = StateTable.follow(KAFKA, writer);
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(state::ready);
    }

    @AfterEach
    void close() {
        KeyAgreement.agree(state, PayloadKeys.parse("plain," + TWO + "," + ONE));
        state.close();
        writer.close();
    }

    private void start(String keys) {
        KeyAgreement.agree(state, KeyAgreement.read(keys));
    }

    @Test
    void who_lacks_the_key_in_use_does_not_start() {
        // When
        start(ONE);

        // Then
        assertThatThrownBy(() -> start(""))
                .isInstanceOf(ConfigError.class)
                .hasMessageContaining("SPILLWAY_PAYLOAD_KEYS")
                .hasMessageContaining("'agreed-one', which is not among them");
        assertThatThrownBy(() -> start(TWO)).isInstanceOf(ConfigError.class);
    }

    @Test
    void the_same_id_is_the_same_key_everywhere() {
        // When
        start(ONE);

        // Then
        assertThatThrownBy(() -> start("agreed-one:" + base64(3)))
                .isInstanceOf(ConfigError.class)
                .hasMessageContaining("another key under the id 'agreed-one'")
                .hasMessageNotContaining(base64(3));
    }

    @Test
    void keys_are_changed_one_process_after_the_other() {
        // When
        start("");
        start("plain," + ONE);
        start(ONE);
        start(ONE + "," + TWO);
        start(TWO + "," + ONE);

        // Then
        assertThat(state.get("payload-key")).contains("agreed-two");
        assertThatCode(() -> start(ONE + "," + TWO)).doesNotThrowAnyException();
        assertThat(state.all("payload-key/").toString()).doesNotContain(base64(1), base64(2));
    }
}
