package io.spillway.gguf;

import io.spillway.contract.cluster.Target;
import io.spillway.contract.job.JobType;
import io.spillway.contract.outcome.Outcome;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** java-llama.cpp. */
class BindingGenerationTest extends GenerationContract {
    @Override
    Target.Engine engine() {
        return new Target.Engine.Binding();
    }

    @Test
    void logarithmicProbabilitiesWouldEndItAndAreRefused() {
        // When
        Outcome outcome = call(Demo.NAME, JobType.CHAT, Demo.saying("Hello", "\"logprobs\": true"));

        // Then
        assertThat(outcome).isEqualTo(new Outcome.Refused("logprobs is not supported by gguf models"));
    }
}
