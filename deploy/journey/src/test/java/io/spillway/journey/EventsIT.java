package io.spillway.journey;

import io.spillway.journey.language.Ask;
import io.spillway.journey.language.Cluster;
import io.spillway.journey.language.Event;
import io.spillway.journey.language.Front;
import io.spillway.journey.language.Seen;
import io.spillway.testing.provider.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.spillway.journey.language.JobAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

@Order(2)
class EventsIT {
    private final Cluster cluster = Cluster.calm();
    private final Front front = cluster.front();

    @Test
    void aPlainJobTellsItsStates() {
        // Given
        String id = front.accepted(Ask.chat("cloud/plain", "states"));
        // When
        List<Event> events = front.events(id);
        // Then
        assertThat(events).extracting(Event::name).containsExactly("queued", "started", "attempt", "completed");
        assertThat(Seen.of(events.getLast().data()).body())
                .isEqualTo(front.look(id).body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"cloud/words", "gguf/demo"})
    void theTokensOfAStreamedJobAreItsText(String model) {
        // Given
        cluster.models().always("words", Reply.tokens(40, Duration.ofMillis(20)));
        String id = front.accepted(
                Ask.chat(model, "Tell me about the moon.").streamed().maxTokens(60));
        // When
        List<Event> events = front.events(id);
        // Then
        Seen job = front.look(id);
        assertThat(job).isCompleted();
        assertThat(events.getFirst().name()).isEqualTo("queued");
        assertThat(events.get(1).name()).isEqualTo("started");
        assertThat(text(events)).isEqualTo(job.text()).isNotBlank();
        assertThat(events.stream().filter(event -> event.name().equals("token")).count())
                .as("more than one piece")
                .isGreaterThan(1);
    }

    @Test
    void aReaderCutAfterAnyEventMissesNothing() {
        // Given
        cluster.models().always("words", Reply.tokens(12, Duration.ofMillis(60)));
        String id = front.accepted(Ask.chat("cloud/words", "in pieces").streamed());
        // When: hung up after every single event while the answer is being made
        List<Event> resumed = oneByOne(id);
        // Then
        List<Event> whole = front.events(id);
        assertThat(resumed).isEqualTo(whole);
        assertThat(text(whole)).isEqualTo(front.look(id).text());
        for (int cut = 1; cut < whole.size(); cut++) {
            assertThat(front.events(id, whole.get(cut - 1).id(), Integer.MAX_VALUE))
                    .as("resumed after event %d", cut)
                    .isEqualTo(whole.subList(cut, whole.size()));
        }
    }

    @Test
    void afterTheLastEventThereIsNothingMore() {
        // Given
        String id = front.accepted(Ask.chat("cloud/plain", "over"));
        List<Event> events = front.events(id);
        // When
        List<Event> more = front.events(id, events.getLast().id(), Integer.MAX_VALUE);
        // Then
        assertThat(more).isEmpty();
    }

    private List<Event> oneByOne(String id) {
        List<Event> all = new ArrayList<>();
        String last = "";
        while (true) {
            List<Event> next = front.events(id, last, 1);
            if (next.isEmpty()) {
                return all;
            }
            all.addAll(next);
            last = next.getFirst().id();
        }
    }

    private static String text(List<Event> events) {
        return events.stream()
                .filter(event -> event.name().equals("token"))
                .map(Event::text)
                .collect(Collectors.joining());
    }
}
