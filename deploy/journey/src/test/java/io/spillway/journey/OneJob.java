package io.spillway.journey;

import io.restassured.response.Response;
import io.spillway.journey.language.Ask;
import io.spillway.journey.language.Cluster;
import io.spillway.journey.language.Front;
import io.spillway.journey.language.Load;
import io.spillway.journey.language.Seen;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.spillway.journey.language.JobAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/** One job from the door to its answer, on whatever Kafka and Redis {@link #cluster} stands. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OneJob {
    abstract Cluster cluster();

    @Test
    void aQuestionIsAcceptedAtOnceAndAnsweredByTheModel() {
        // Given
        Front front = cluster().front();
        // When
        Response accepted = front.submit(Ask.chat("gguf/demo", "What is the sea?"));
        String location = accepted.header("Location");
        Response ended = front.asking().header("Prefer", "wait=30").get(location);
        // Then
        assertThat(accepted.statusCode()).as(accepted.asString()).isEqualTo(202);
        assertThat(location)
                .isEqualTo("/v1/jobs/" + Seen.of(accepted.asString()).id());
        assertThat(ended.header("Preference-Applied")).isEqualTo("wait=30");
        Seen job = Seen.of(ended.asString());
        assertThat(job)
                .isCompleted()
                .wasAnsweredBy("gguf/demo")
                .tookThePath("gguf/demo: completed")
                .hasUsage();
        assertThat(job.text()).as("readable English").matches("(?s).*[A-Za-z]{2,}.* .*[A-Za-z]{2,}.*");
        assertThat(job.body().path("output").path("finish_reason").asText()).isIn("stop", "length");
    }

    @Test
    void aSubmissionThatWaitsIsAnsweredWithTheEndedJob() {
        // When
        Response answer = cluster()
                .front()
                .asking()
                .contentType("application/json")
                .header("Prefer", "wait=30")
                .body(Ask.chat("cloud/plain", "at once").json())
                .post("/v1/jobs");
        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        assertThat(Seen.of(answer.asString())).isCompleted().hasText("You said: at once");
    }

    @Test
    void aModelWithAPriceTellsTheCost() {
        // Given
        Front front = cluster().front();
        // When
        Seen job = front.ended(front.accepted(Ask.chat("cloud/plain", "how much?")));
        // Then: 3 tokens in at 1 dollar a million, 4 out at 2
        assertThat(job).isCompleted().wasAnsweredBy("cloud/plain").hasUsage();
        assertThat(job.body().path("cost").decimalValue()).isEqualByComparingTo("0.000011");
    }

    @Test
    void theSameKeyAndBodyAreTheSameJob() {
        // Given
        Front front = cluster().front();
        String key = UUID.randomUUID().toString();
        Ask ask = Ask.chat("cloud/plain", "once " + key);
        // When
        Response first = front.submit(ask, key);
        Response second = front.submit(ask, key);
        Response other = front.submit(Ask.chat("cloud/plain", "another body"), key);
        // Then
        assertThat(second.statusCode()).as(second.asString()).isBetween(200, 202);
        assertThat(Seen.of(second.asString()).id())
                .isEqualTo(Seen.of(first.asString()).id());
        assertThat(other.statusCode()).as(other.asString()).isEqualTo(409);
        assertThat(other.contentType()).startsWith("application/problem+json");
    }

    @Test
    void fiftyAtOnceWithOneKeyAreOneJob() {
        // Given
        Front front = cluster().front();
        String key = UUID.randomUUID().toString();
        Ask ask = Ask.chat("cloud/plain", "fifty times " + key);
        // When
        List<Response> answers = Load.of(front, 50).each(Collections.nCopies(50, ask), each -> front.submit(each, key));
        // Then
        assertThat(answers)
                .allSatisfy(answer ->
                        assertThat(answer.statusCode()).as(answer.asString()).isBetween(200, 202));
        List<String> ids = answers.stream()
                .map(answer -> Seen.of(answer.asString()).id())
                .distinct()
                .toList();
        assertThat(ids).hasSize(1);
        assertThat(front.ended(ids.getFirst())).isCompleted();
        assertThat(cluster().models().calls(ask.prompt())).hasSize(1);
    }

    @Test
    void oddStringsComeBackAsTheyWere() {
        // Given
        Map<String, String> odd = new LinkedHashMap<>();
        odd.put("emoji", "🌊 née 日本語 \u202eright-to-left");
        odd.put("control", "tab\tnewline\nnull-ish \u0001 end");
        odd.put("quotes", "\"\\/'`<script>&amp;${HOME} %s {prompt}");
        odd.put("empty", "");
        odd.put("kéy with spaces.and/dots", "x");
        String prompt = "odd: " + odd;
        Front front = cluster().front();
        // When
        Seen job = front.ended(front.accepted(Ask.chat("cloud/plain", prompt).metadata(odd)));
        // Then
        assertThat(job.body().path("metadata").properties())
                .extracting(Map.Entry::getKey, pair -> pair.getValue().asText())
                .containsExactlyInAnyOrderElementsOf(odd.entrySet().stream()
                        .map(pair -> Tuple.tuple(pair.getKey(), pair.getValue()))
                        .toList());
        assertThat(job).hasText("You said: " + prompt);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "job_01jd3k4m5n6p7q8r9s0t1v2w3x",
                "job_7zzzzzzzzzzzzzzzzzzzzzzzzz",
                "job_",
                "nonsense",
                "job_01jd3k4m5n6p7q8r9s0t1v2w3x0",
                "JOB_01JD3K4M5N6P7Q8R9S0T1V2W3X",
                "..%2f..%2fetc",
                "%00"
            })
    void anIdThatIsNobodysIsNotFound(String id) {
        // When
        Response answer = cluster().front().asking().urlEncodingEnabled(false).get("/v1/jobs/" + id);
        // Then
        assertThat(answer.statusCode()).as(answer.asString()).isIn(400, 404);
        assertThat(answer.contentType()).startsWith("application/problem+json");
    }

    @Test
    void whoWorksHereCanBeSeen() {
        // When
        Response answer = cluster().front().asking().get("/ops/workers");
        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.jsonPath().getList("data.kind", String.class)).contains("local", "cloud");
    }
}
