package io.spillway.journey;

import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.spillway.journey.language.Ask;
import io.spillway.journey.language.Cluster;
import io.spillway.journey.language.Front;
import io.spillway.testing.provider.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.not;

/** What nobody else is to see is found nowhere but in the answers to its owner. */
@Order(10)
class CanaryIT {
    private final Cluster cluster = Cluster.rough();
    private final Front front = cluster.front();
    private final String canary = "canary-" + UUID.randomUUID();

    @Test
    void prompts_answers_and_keys_are_in_no_log_no_metric_and_no_error() throws IOException {
        // Given
        cluster.models().always("slow", Reply.text("answered " + canary).after(Duration.ofMillis(10)));
        String tenant = operator("{\"name\":\"Canary\"}", "/ops/tenants", "id");
        String key = operator("{\"scopes\":[\"submit\",\"read\"]}", "/ops/tenants/" + tenant + "/keys", "key");
        Front client = new Front(front.url(), key);
        List<String> answers = new ArrayList<>();
        // When: it is asked for well, through both models and the other family, and badly
        client.ended(client.accepted(Ask.chat("cloud/slow", canary).metadata(Map.of("k", canary))));
        client.ended(client.accepted(Ask.chat("gguf/demo", canary).streamed().maxTokens(5)));
        String chat = "{\"model\":\"cloud/slow\",\"messages\":[{\"role\":\"user\",\"content\":\"" + canary + "\"}]%s}";
        client.asking()
                .contentType(ContentType.JSON)
                .body(chat.formatted(""))
                .post("/v1/chat/completions")
                .then()
                .statusCode(200);
        answers.add(refused(client, chat.formatted(",\"max_tokens\":\"" + canary + "\"")));
        answers.add(refused(client, chat.formatted(",")));
        answers.add(refused(new Front(front.url(), "sk-" + canary), chat.formatted("")));
        answers.add(refused(new Front(front.url(), key + "x"), chat.formatted("")));
        // Then
        answers.add(
                RestAssured.get(cluster.run().managementUrl() + "/q/metrics").asString());
        assertThat(answers).noneMatch(answer -> answer.contains(canary) || answer.contains(key));
        assertThat(logs())
                .isNotEmpty()
                .allSatisfy(log -> assertThat(Files.readString(log, StandardCharsets.ISO_8859_1))
                        .as(log.toString())
                        .doesNotContain(canary, key, front.key()));
    }

    @Test
    void what_is_said_lies_nowhere_in_the_clear() throws IOException {
        // Given
        String said = "said-" + UUID.randomUUID();
        cluster.models().always("slow", Reply.text("answered " + said));
        // When: in the log, in the artifact store, and word by word
        front.ended(front.accepted(Ask.chat("cloud/slow", said).metadata(Map.of("k", canary))));
        front.ended(front.accepted(Ask.chat("cloud/slow", said + " at length. ".repeat(60_000))));
        String streamed = front.accepted(Ask.chat("cloud/slow", said).streamed());
        front.ended(streamed);
        String told = front.asking().get("/v1/jobs/" + streamed + "/events").asString();
        // Then: what is not encrypted is found, so the other would be
        List<String> log = cluster.loggedBytes();
        String redis = cluster.redisBytes();
        assertThat(told).contains("token", said);
        assertThat(log).anyMatch(record -> record.contains(canary)).noneMatch(record -> record.contains(said));
        assertThat(redis.contains(canary)).isTrue();
        assertThat(redis.contains(said)).isFalse();
        assertThat(files("artifacts")).isNotEmpty().noneMatch(file -> text(file).contains(said));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String refused(Front who, String body) {
        return who.asking()
                .contentType(ContentType.JSON)
                .body(body)
                .post("/v1/jobs")
                .then()
                .statusCode(not(202))
                .extract()
                .asString();
    }

    /** Those of all processes of this cluster, in whatever folder they are. */
    private static List<Path> logs() throws IOException {
        return files("logs").stream()
                .filter(file -> file.getParent().endsWith("logs"))
                .toList();
    }

    private static List<Path> files(String below) throws IOException {
        Path folder = Cluster.root().resolve("deploy/journey/target/clusters/rough");
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> Files.isRegularFile(file)
                            && StreamSupport.stream(file.getParent().spliterator(), false)
                                    .anyMatch(part -> part.endsWith(below)))
                    .toList();
        }
    }

    private String operator(String body, String path, String wanted) {
        return front.asking()
                .contentType(ContentType.JSON)
                .body(body)
                .post(path)
                .path(wanted);
    }
}
