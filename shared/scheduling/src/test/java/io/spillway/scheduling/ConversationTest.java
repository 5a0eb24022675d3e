package io.spillway.scheduling;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.contract.job.Job;
import io.spillway.contract.routing.Limits;
import io.spillway.contract.routing.TargetName;
import io.spillway.testing.JobBuilder;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.spillway.testing.JobBuilder.aJob;
import static org.assertj.core.api.Assertions.assertThat;

/** Turns of one conversation prefer the worker that has the turns before them in memory. */
class ConversationTest {
    private final Room room = new Room();

    @AfterEach
    void close() {
        room.close();
    }

    @Test
    void theNextTurnIsLeftToTheWorkerOfTheLastOne() {
        // Given
        answer("first", "What is a spillway?");
        Job next = room.submit(
                turns("What is a spillway?", "A way out.", "For whom?").build());
        // When
        Taken another = take("second", true);
        Taken same = take("first", true);
        // Then
        assertThat(another.grants()).isEmpty();
        assertThat(another.askAgain()).isBetween(Duration.ofMillis(1), Duration.ofMillis(100));
        assertThat(Room.ids(same.grants())).containsExactly(next.id());
    }

    @Test
    void andSoIsTheOneAfterThat() {
        // Given
        answer("first", "What is a spillway?");
        room.submit(turns("What is a spillway?", "A way out.", "For whom?").build());
        room.complete(take("first", true).grants().getFirst(), "Water.");
        Job next = room.submit(turns("What is a spillway?", "A way out.", "For whom?", "Water.", "Why?")
                .build());
        // When
        Taken another = take("second", true);
        Taken same = take("first", true);
        // Then
        assertThat(another.grants()).isEmpty();
        assertThat(Room.ids(same.grants())).containsExactly(next.id());
    }

    @Test
    void whoeverIsFreeTakesItIfThatWorkerDoesNotComeAtOnce() {
        // Given
        answer("first", "What is a spillway?");
        Job next = room.submit(
                turns("What is a spillway?", "A way out.", "For whom?").build());
        // When
        List<Grant> early = take("second", true).grants();
        room.pass(Duration.ofMillis(101));
        List<Grant> late = take("second", true).grants();
        // Then
        assertThat(early).isEmpty();
        assertThat(Room.ids(late)).containsExactly(next.id());
    }

    @Test
    void anotherTenantsConversationIsAnother() {
        // Given
        answer("first", "What is a spillway?");
        Job next = room.submit(turns("What is a spillway?", "A way out.", "For whom?")
                .tenant("other")
                .build());
        // When
        Taken another = take("second", true);
        // Then
        assertThat(Room.ids(another.grants())).containsExactly(next.id());
    }

    @Test
    void aWorkerThatKeepsNothingIsAsGoodAsAnyOther() {
        // Given
        room.submit(turns("What is a spillway?").build());
        room.complete(take("first", false).grants().getFirst(), "A way out.");
        Job next = room.submit(
                turns("What is a spillway?", "A way out.", "For whom?").build());
        // When
        Taken another = take("second", false);
        // Then
        assertThat(Room.ids(another.grants())).containsExactly(next.id());
    }

    @Test
    void whatIsKeptIsForgottenAfterTenMinutes() {
        // Given
        answer("first", "What is a spillway?");
        room.pass(Duration.ofMinutes(10));
        Job next = room.submit(
                turns("What is a spillway?", "A way out.", "For whom?").build());
        // When
        Taken another = take("second", true);
        // Then
        assertThat(Room.ids(another.grants())).containsExactly(next.id());
    }

    private void answer(String worker, String question) {
        room.submit(turns(question).build());
        room.complete(take(worker, true).grants().getFirst(), "A way out.");
    }

    private Taken take(String worker, boolean keepsPrefixes) {
        Offer offer = new Offer(new TargetName("gguf/demo"), 1, 1, 1, Limits.NONE, keepsPrefixes);
        return room.worker.waitingRoom().take(worker, 1, List.of(offer), Room.LEASE);
    }

    /** A user's turn, an answer, a user's turn … */
    private JobBuilder turns(String... words) {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        ArrayNode messages = request.putArray("messages");
        for (String word : words) {
            String role = messages.size() % 2 == 0 ? "user" : "assistant";
            messages.addObject().put("role", role).put("content", word);
        }
        return aJob().acceptedAt(room.now()).request(request);
    }
}
