package io.spillway.cloud.trim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.cloud.provider.Chats;
import io.spillway.contract.call.ModelCaller;
import io.spillway.contract.call.StopSignal;
import io.spillway.contract.cluster.Target;
import io.spillway.contract.outcome.Outcome;
import io.spillway.contract.outcome.Output;
import io.spillway.contract.outcome.Usage;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

import static io.spillway.cloud.provider.Chats.json;
import static org.assertj.core.api.Assertions.assertThat;

class TrimmedTest {
    private static final String TURN = "x".repeat(400);
    private static final ObjectNode LONG = (ObjectNode) json("""
            {"max_tokens":50,"messages":[{"role":"system","content":"Be brief."},
              {"role":"user","content":"1 %s"},{"role":"assistant","content":"2 %s"},
              {"role":"user","content":"3 %s"},{"role":"assistant","content":null,"tool_calls":[{"id":"c"}]},
              {"role":"tool","tool_call_id":"c","content":"4 %s"},
              {"role":"user","content":"5"}]}""".formatted(TURN, TURN, TURN, TURN));

    @Test
    void leavesAConversationThatFitsAsItIs() {
        // When
        Trimmed trimmed = Trimmed.to(1000, LONG);
        // Then
        assertThat(trimmed.leftOut()).isZero();
        assertThat(trimmed.request()).isSameAs(LONG);
    }

    @Test
    void keepsTheSystemAndTheLastTurnsThatFit() {
        assertThat(contents(Trimmed.to(300, LONG))).containsExactly("Be brief.", "3 " + TURN, "", "4 " + TURN, "5");
    }

    @Test
    void cutsOnlyBeforeAUsersTurn() {
        assertThat(contents(Trimmed.to(200, LONG))).containsExactly("Be brief.", "5");
    }

    @Test
    void theLastTurnAlwaysStays() {
        // When
        Trimmed trimmed = Trimmed.to(1, LONG);
        // Then
        assertThat(contents(trimmed)).containsExactly("Be brief.", "5");
        assertThat(trimmed.leftOut()).isEqualTo(5);
        assertThat(LONG.path("messages")).as("what the job asked").hasSize(7);
    }

    @Test
    void saysWithTheAnswerWhatWasLeftOut() {
        // Given
        Target plain = Chats.aTarget(Chats.PATIENT);
        Target target = new Target(
                plain.name(),
                plain.model(),
                plain.label(),
                plain.pool(),
                plain.types(),
                plain.region(),
                plain.defaults(),
                plain.timeouts(),
                plain.limits(),
                plain.price(),
                plain.gguf(),
                OptionalInt.of(200),
                Optional.empty());
        AtomicReference<ObjectNode> sent = new AtomicReference<>();
        ModelCaller model = (call, _, _) -> {
            sent.set(call.request());
            return new Outcome.Completed(Output.chat("a", "stop"), Usage.NONE);
        };
        var call = Chats.aChat("hi");
        call.request().setAll(LONG);
        // When
        Outcome outcome = new TrimmingCaller(model, List.of(target)).call(call, _ -> {}, new StopSignal());
        // Then
        assertThat(outcome.detail()).isEqualTo("trimmed: the oldest 5 messages were left out");
        assertThat(sent.get().path("messages")).hasSize(2);
    }

    private static List<String> contents(Trimmed trimmed) {
        return trimmed.request()
                .path("messages")
                .valueStream()
                .map((JsonNode message) -> message.path("content").asText(""))
                .map(text -> text.equals("null") ? "" : text)
                .toList();
    }
}
