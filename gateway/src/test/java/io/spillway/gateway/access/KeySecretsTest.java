package io.spillway.gateway.access;

import io.spillway.contract.job.TenantId;
import io.spillway.contract.wire.Wire;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class KeySecretsTest {
    private static final String FIRST = "the-first-secret-of-the-cluster-0123";
    private static final String SECOND = "the-second-secret-of-the-cluster-012";
    private static final String KEY = KeyText.random(new SecureRandom());

    @Test
    void a_key_is_found_by_the_secret_it_was_made_with_and_by_no_other() {
        // Given
        KeyRecord made = record(secrets(FIRST).current(KEY));

        // Then
        assertThat(matches(secrets(FIRST), made)).isTrue();
        assertThat(matches(secrets(SECOND + "," + FIRST), made)).isTrue();
        assertThat(matches(secrets(SECOND), made)).isFalse();
        assertThat(matches(secrets(""), made)).isFalse();
        assertThat(secrets(SECOND).know(made)).isFalse();
        assertThat(secrets(SECOND + ", " + FIRST).know(made)).isTrue();
    }

    @Test
    void whoever_writes_to_the_log_without_the_secret_makes_no_key() {
        // Given: a plain hash, which needs no secret
        KeyRecord planted = record(secrets("").current(KEY));
        KeyRecord renamed = record(new KeyHash(
                secrets("").current(KEY).hex(), secrets(FIRST).current(KEY).sealed()));

        // Then
        assertThat(matches(secrets(FIRST), planted)).isFalse();
        assertThat(matches(secrets(FIRST), renamed)).isFalse();
        assertThat(matches(secrets(""), planted)).isTrue();
    }

    @Test
    void new_keys_are_made_with_the_first_secret() {
        assertThat(secrets(SECOND + "," + FIRST).current(KEY))
                .isEqualTo(secrets(SECOND).current(KEY));
    }

    @Test
    void a_record_holds_neither_key_nor_secret() {
        assertThat(Wire.text(record(secrets(FIRST).current(KEY)))).doesNotContain(KEY, FIRST);
    }

    @Test
    void a_secret_that_is_too_short_is_refused() {
        assertThatThrownBy(() -> secrets(FIRST + ",short")).hasMessageContaining("SPILLWAY_KEY_SECRET");
    }

    @Test
    void a_key_carries_a_checksum() {
        // Given
        char last = KEY.charAt(20) == 'A' ? 'B' : 'A';
        String mistyped = KEY.substring(0, 20) + last + KEY.substring(21);

        // Then
        assertThat(KEY).matches("sk-spill-[A-Za-z0-9_-]{49}").isNotEqualTo(KeyText.random(new SecureRandom()));
        assertThat(KeyText.wellFormed(KEY)).isTrue();
        assertThat(KeyText.wellFormed(mistyped)).isFalse();
        assertThat(KeyText.wellFormed(KEY.substring(0, KEY.length() - 1))).isFalse();
    }

    private static boolean matches(KeySecrets secrets, KeyRecord record) {
        return secrets.all(KEY).stream().anyMatch(hash -> hash.matches(record));
    }

    private static KeySecrets secrets(String configured) {
        return new KeySecrets(Optional.of(configured));
    }

    private static KeyRecord record(KeyHash hash) {
        return KeyRecord.unlimited(hash, TenantId.DEFAULT, Set.of(Scope.READ), Instant.EPOCH);
    }
}
