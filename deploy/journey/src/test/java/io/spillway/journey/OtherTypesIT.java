package io.spillway.journey;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import io.spillway.journey.language.Ask;
import io.spillway.journey.language.Cluster;
import io.spillway.journey.language.Front;
import io.spillway.journey.language.Seen;
import io.spillway.testing.provider.Reply;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

import static io.spillway.journey.language.JobAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/** Embeddings, speech and images through the front door, and what is too large for the log. */
@Order(8)
class OtherTypesIT {
    private final Cluster cluster = Cluster.calm();
    private final Front front = cluster.front();

    @Test
    void textsBecomeVectors() {
        // When
        Seen job = done(Ask.of("embedding", "vectors", Map.of("input", List.of("tea", "water"), "dimensions", 3)));

        // Then
        assertThat(job).isCompleted().wasAnsweredBy("cloud/vectors");
        JsonNode data = job.body().path("output").path("data");
        assertThat(data).hasSize(2);
        assertThat(data.path(1).path("embedding").path(0).asInt()).isEqualTo(5);
        assertThat(job.body().path("usage").path("input_tokens").asInt()).isEqualTo(6);
        assertThat(job.body().path("cost").decimalValue()).isEqualByComparingTo("0.000012");
    }

    @Test
    void textBecomesSpeech() {
        // When
        Seen job = done(Ask.of("speech", "voice", Map.of("input", "Good evening", "format", "mp3")));

        // Then
        assertThat(job).isCompleted().wasAnsweredBy("cloud/voice");
        assertThat(job.body().path("cost").decimalValue()).isEqualByComparingTo("0.00012");
        Response audio = artifact(job, 0);
        assertThat(audio.contentType()).isEqualTo("audio/mpeg");
        assertThat(audio.asString()).isEqualTo("ID3Good evening");
        assertThat(artifacts(job).path(0).path("bytes").asInt()).isEqualTo(15);
    }

    @Test
    void aPromptBecomesPicturesWhereverTheProviderPutThem() throws IOException {
        for (String form : List.of("b64_json", "url")) {
            // When
            Seen job = done(Ask.of("image", "pictures", Map.of("prompt", "a dot", "n", 2, "response_format", form)));

            // Then
            assertThat(job).isCompleted().wasAnsweredBy("cloud/pictures");
            assertThat(job.body().path("cost").decimalValue()).isEqualByComparingTo("0.08");
            assertThat(artifacts(job)).hasSize(2);
            Response picture = artifact(job, 1);
            assertThat(picture.contentType()).isEqualTo("image/png");
            assertThat(ImageIO.read(new ByteArrayInputStream(picture.asByteArray()))
                            .getWidth())
                    .isEqualTo(1);
        }
    }

    @Test
    void whereNoTargetMakesAPictureThereIsAPlaceholderMarkedAsOne() throws IOException {
        // Given
        cluster.models().always("blind", Reply.json(200, "{\"data\":[]}"));

        // When
        Seen job = done(Ask.of("image", "cloud/blind", Map.of("prompt", "a dot", "size", "320x200")));

        // Then
        assertThat(job).isCompleted().wasAnsweredBy("last-resort").tookThePath("cloud/blind: empty");
        assertThat(job.body().path("degraded").asBoolean()).isTrue();
        assertThat(ImageIO.read(new ByteArrayInputStream(artifact(job, 0).asByteArray()))
                        .getHeight())
                .isEqualTo(200);
    }

    @Test
    void aRequestAndAnAnswerTooLongForTheLogTravelByReference() {
        // Given
        String prompt = UUID.randomUUID() + " " + "é".repeat(4_000_000);
        String text = "y".repeat(13 * 1024 * 1024);
        cluster.models().always("lengthy", Reply.text(text));

        // When
        Seen echoed = done(Ask.chat("cloud/plain", prompt));
        Seen lengthy = done(Ask.chat("cloud/lengthy", "go on"));

        // Then
        assertThat(echoed.status()).isEqualTo("completed");
        assertThat(echoed.text().equals("You said: " + prompt)).isTrue();
        assertThat(lengthy.status()).isEqualTo("completed");
        assertThat(lengthy.text().equals(text)).isTrue();
    }

    @Test
    void aTypeThatNoTargetOfTheRouteHasIsRefusedAtTheDoor() {
        // When
        Response answer = front.submit(Ask.of("speech", "pictures", Map.of("input", "hello")));

        // Then
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.jsonPath().getString("detail"))
                .isEqualTo("type 'speech' is not served by any target of 'pictures'");
    }

    private Seen done(Ask ask) {
        return front.ended(front.accepted(ask));
    }

    private static JsonNode artifacts(Seen job) {
        return job.body().path("output").path("artifacts");
    }

    private Response artifact(Seen job, int n) {
        Response answer = front.asking().get(artifacts(job).path(n).path("url").asText());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer;
    }
}
