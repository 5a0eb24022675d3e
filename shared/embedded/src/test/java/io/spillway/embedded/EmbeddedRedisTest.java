package io.spillway.embedded;

import io.spillway.embedded.RedisSettings.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.RedisClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EmbeddedRedisTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatWasWrittenSurvivesARestart(boolean carried) throws Exception {
        // Given the machine's own server if it has one, or the one that comes along
        Path bin = folder.resolve("bin");
        RedisBinary binary = carried ? RedisBinary.findCarried(bin) : RedisBinary.find(bin);
        RedisSettings settings = new RedisSettings(folder.resolve("redis"), 0, Durability.APPEND_ONLY);
        try (EmbeddedRedis first = EmbeddedRedis.start(binary, settings);
                RedisClient client = RedisClient.create(first.uri())) {
            client.set("level", "high");
        }

        // When
        try (EmbeddedRedis second = EmbeddedRedis.start(binary, settings);
                RedisClient client = RedisClient.create(second.uri())) {

            // Then
            assertThat(client.get("level")).isEqualTo("high");
            assertThat(client.configGet("maxmemory-policy")).containsEntry("maxmemory-policy", "noeviction");
        }
    }

    @Test
    void closingLeavesNoProcess() throws Exception {
        // Given
        EmbeddedRedis redis = EmbeddedRedis.start(folder);

        // When
        redis.close();

        // Then
        assertThat(redis.handle().isAlive()).isFalse();
        assertThat(RedisPing.answers(redis.port())).isFalse();
    }

    @Test
    void olderServerRefusesTheFolderOfANewerOne() throws Exception {
        // Given a folder as Redis 7 leaves it
        RedisBinary carried = RedisBinary.findCarried(folder.resolve("bin"));
        Path data = folder.resolve("redis");
        Files.createDirectories(data.resolve("appendonlydir"));

        // When Redis 6.2 is to open it, then it says so instead of starting empty
        assertThatThrownBy(() -> EmbeddedRedis.start(carried, new RedisSettings(data, 0, Durability.APPEND_ONLY)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("was written by Redis 7 or newer");
    }
}
