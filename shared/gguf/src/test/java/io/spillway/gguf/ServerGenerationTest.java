package io.spillway.gguf;

import io.spillway.contract.cluster.Target;
import io.spillway.contract.job.JobType;
import io.spillway.contract.outcome.Outcome;
import io.spillway.gguf.server.TestServers;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** llama-server. */
class ServerGenerationTest extends GenerationContract {
    @Override
    Target.Engine engine() {
        return TestServers.engine();
    }

    @Test
    void logarithmicProbabilitiesComeWithTheAnswer() {
        // When
        Outcome outcome = call(
                Demo.NAME,
                JobType.CHAT,
                Demo.saying("Hello", "\"logprobs\": true, \"top_logprobs\": 2, \"temperature\": 0, \"max_tokens\": 5"));

        // Then
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Completed.class,
                        completed -> assertThat(completed
                                        .output()
                                        .body()
                                        .at("/logprobs/content/0/logprob")
                                        .asDouble())
                                .isNegative());
    }
}
