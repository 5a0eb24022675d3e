package io.spillway.journey.language;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import io.spillway.testing.provider.Visit;
import java.time.Duration;
import java.util.List;

/** OpenAI's own client, changed in nothing but its base URL and key. */
public final class Sdk {
    private Sdk() {}

    /** A client as it comes. */
    public static OpenAIClient of(Front front) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(front.url() + "/v1")
                .apiKey(front.key())
                .build();
    }

    /** A client that gives up after {@code patience} and then does not try again. */
    public static OpenAIClient impatient(Front front, Duration patience) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(front.url() + "/v1")
                .apiKey(front.key())
                .timeout(patience)
                .maxRetries(0)
                .build();
    }

    /** Waits until the calls of {@code prompt} are so many, and the last one has met {@code fate}. */
    public static boolean awaitFate(Cluster cluster, String prompt, int calls, Visit.Fate fate) {
        return cluster.models().provider().journal().await(Duration.ofSeconds(30), visits -> {
            List<Visit> mine = visits.stream()
                    .filter(visit -> visit.request().prompt().equals(prompt))
                    .toList();
            return mine.size() == calls && mine.getLast().fate() == fate;
        });
    }
}
