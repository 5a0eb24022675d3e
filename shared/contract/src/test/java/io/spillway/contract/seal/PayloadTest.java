package io.spillway.contract.seal;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.contract.job.JobId;
import java.time.Instant;
import java.util.Base64;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PayloadTest {
    private static final String ONE = "one:" + base64(1);
    private static final String TWO = "two:" + base64(2);

    private final JobId job = JobId.create(Instant.parse("2026-11-21T12:00:00Z"), 1, new Random(1));
    private final JobId other = JobId.create(Instant.parse("2026-11-21T12:00:00Z"), 1, new Random(2));
    private final ObjectNode request =
            JsonNodeFactory.instance.objectNode().put("prompt", "a secret").put("max_tokens", 7);

    private static String base64(int seed) {
        byte[] key = new byte[PayloadKeys.KEY_BYTES];
        new Random(seed).nextBytes(key);
        return Base64.getEncoder().encodeToString(key);
    }

    @Test
    void what_is_sealed_shows_its_numbers_alone_and_opens_again() {
        // Given
        PayloadKeys keys = PayloadKeys.parse(ONE);

        // When
        ObjectNode sealed = Payload.REQUEST.sealed(keys, job, request);

        // Then
        assertThat(sealed.toString()).doesNotContain("secret", "prompt").contains("\"max_tokens\":7", "\"one:");
        assertThat(Payload.REQUEST.opened(keys, job, sealed)).isEqualTo(request);
        assertThat(Payload.REQUEST.locked(keys, job, sealed)).isEmpty();
        assertThat(Payload.REQUEST.sealed(keys, job, sealed))
                .as("once is enough")
                .isEqualTo(sealed);
        assertThat(Payload.size(sealed)).isBetween((long) request.toString().length(), 100L);
    }

    @Test
    void what_is_noted_beside_it_later_counts() {
        // Given
        PayloadKeys keys = PayloadKeys.parse(ONE);
        ObjectNode sealed = Payload.OUTPUT.sealed(keys, job, request);

        // When
        sealed.put("degraded", true);

        // Then
        assertThat(Payload.OUTPUT.opened(keys, job, sealed).path("degraded").asBoolean())
                .isTrue();
    }

    @Test
    void it_opens_at_its_own_place_only() {
        // Given
        PayloadKeys keys = PayloadKeys.parse(ONE);

        // When
        ObjectNode sealed = Payload.REQUEST.sealed(keys, job, request);

        // Then
        assertThat(Payload.REQUEST.opened(keys, other, sealed)).isEqualTo(sealed);
        assertThat(Payload.OUTPUT.opened(keys, job, sealed)).isEqualTo(sealed);
        assertThat(Payload.REQUEST.locked(keys, other, sealed))
                .hasValueSatisfying(why -> assertThat(why).contains("was changed", "'one'"));
    }

    @Test
    void keys_are_changed_while_it_runs() {
        // Given
        ObjectNode before = Payload.REQUEST.sealed(PayloadKeys.parse(ONE), job, request);
        PayloadKeys both = PayloadKeys.parse(TWO + ", " + ONE);

        // When
        ObjectNode after = Payload.REQUEST.sealed(both, job, request);

        // Then
        assertThat(after.toString()).contains("\"two:");
        assertThat(Payload.REQUEST.opened(both, job, before)).isEqualTo(request);
        assertThat(Payload.REQUEST.opened(PayloadKeys.parse(ONE), job, after)).isEqualTo(after);
        assertThat(Payload.REQUEST.locked(PayloadKeys.parse(ONE), job, after))
                .hasValueSatisfying(why -> assertThat(why).contains("'two'", "does not have"));
        assertThat(Payload.REQUEST.opened(PayloadKeys.parse("plain," + ONE), job, before))
                .isEqualTo(request);
    }

    @Test
    void without_a_key_in_use_nothing_is_sealed() {
        assertThat(Payload.REQUEST.sealed(PayloadKeys.NONE, job, request)).isSameAs(request);
        assertThat(Payload.REQUEST.sealed(PayloadKeys.parse("plain," + ONE), job, request))
                .isSameAs(request);
    }

    @Test
    void no_two_are_alike() {
        // When
        Set<String> sealed = IntStream.range(0, 1_000)
                .mapToObj(_ -> Payload.TOKENS.sealedText(PayloadKeys.parse(ONE), job, "the same"))
                .collect(Collectors.toSet());

        // Then
        assertThat(sealed).hasSize(1_000).noneMatch(text -> text.contains("same"));
    }

    @Test
    void what_a_client_calls_sealed_is_its_own_affair() {
        // Given
        ObjectNode forged = request.deepCopy().put("$sealed", "one:AAAA");

        // When
        ObjectNode opened = Payload.REQUEST.opened(PayloadKeys.parse(ONE), job, forged);

        // Then
        assertThat(opened).isEqualTo(forged);
        assertThat(Payload.REQUEST.locked(PayloadKeys.parse(ONE), job, forged)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"one", "one:short", "one:!!!", ",", "a b:", "plain,plain"})
    void what_are_no_keys_are_refused_without_being_told(String wrong) {
        assertThatThrownBy(() -> PayloadKeys.parse(wrong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("32 bytes in base64");
    }

    @Test
    void an_id_is_given_once() {
        assertThatThrownBy(() -> PayloadKeys.parse(ONE + "," + ONE)).hasMessageContaining("'one' twice");
    }
}
