package io.spillway.cloud.provider.openai;

import io.spillway.cloud.guard.HintRows;
import io.spillway.cloud.provider.Connections;
import io.spillway.cloud.provider.ProviderFixture;
import io.spillway.contract.call.ModelCaller;
import io.spillway.contract.cluster.Target;
import io.spillway.contract.outcome.Outcome;
import io.spillway.testing.provider.Reply;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static io.spillway.cloud.provider.Chats.PATIENT;
import static io.spillway.cloud.provider.Chats.aChat;
import static io.spillway.cloud.provider.Chats.aStreamedChat;
import static io.spillway.cloud.provider.Chats.aTarget;
import static org.assertj.core.api.Assertions.assertThat;

/** The tables of hints and of failures once more, from a socket to an outcome. */
class RefusalsOverTheWireTest extends ProviderFixture {
    @Override
    protected ModelCaller caller(URI baseUrl, Optional<String> key, Target target, Connections connections) {
        InstantSource time = InstantSource.fixed(HintRows.NOW);
        return new OpenAiChat(new Endpoint(baseUrl, key), List.of(target), connections, time);
    }

    @ParameterizedTest
    @MethodSource("io.spillway.cloud.guard.HintRows#all")
    void saysWhenToComeBack(HintRows.Row row) {
        // Given
        Reply reply = Reply.json(row.status(), row.body());
        for (var header : row.headerMap().entrySet()) {
            reply = reply.header(header.getKey(), header.getValue().getFirst());
        }
        // When
        Outcome outcome = call(reply, aStreamedChat("hi"));
        // Then
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Exhausted.class,
                        exhausted -> assertThat(exhausted
                                        .retryAfter()
                                        .map(Duration::toString)
                                        .orElse("none"))
                                .isEqualTo(row.hint()));
    }

    @ParameterizedTest
    @MethodSource({
        "io.spillway.cloud.provider.openai.FailureTableTest#money",
        "io.spillway.cloud.provider.openai.FailureTableTest#tooMany",
        "io.spillway.cloud.provider.openai.FailureTableTest#another",
        "io.spillway.cloud.provider.openai.FailureTableTest#others"
    })
    void saysWhatItMeans(FailureTableTest.Refusal refusal) {
        // When
        Outcome outcome = call(Reply.json(refusal.status(), refusal.body()), aChat("hi"));
        // Then
        assertThat(outcome.word())
                .isEqualTo(refusal.verdict().outcome(0, Optional.empty(), "").word());
        if (outcome instanceof Outcome.Exhausted exhausted) {
            assertThat(exhausted.kind().name()).isEqualTo(refusal.verdict().name());
        }
    }

    @Test
    void usesItsConnectionAgain() {
        // Given
        ModelCaller caller = caller(provider.baseUrl(), Optional.empty(), aTarget(PATIENT), connections);
        List<Reply> replies = List.of(
                Reply.text("a"),
                Reply.status(429),
                Reply.text("b c"),
                Reply.status(500),
                Reply.text(""),
                Reply.text("d"));
        for (Reply reply : replies) {
            provider.script(_ -> reply);
            // When
            caller.call(aStreamedChat("hi"), tokens::add, stop);
            caller.call(aChat("hi"), tokens::add, stop);
        }
        // Then
        assertThat(provider.journal().calls()).hasSize(12);
        assertThat(provider.connections())
                .as("one, unless the end of a stream came late")
                .isLessThan(4);
    }
}
