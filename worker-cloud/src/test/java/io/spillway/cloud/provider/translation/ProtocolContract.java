package io.spillway.cloud.provider.translation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.cloud.provider.CallEnded;
import io.spillway.cloud.provider.openai.Endpoint;
import io.spillway.contract.outcome.Outcome;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static io.spillway.cloud.provider.Chats.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** What every translation must do with fields that it has no words for. */
public abstract class ProtocolContract {
    /** The protocol under test. */
    protected abstract Protocol protocol();

    /** Requests' fields that the protocol cannot say. */
    protected abstract List<String> refused();

    @Test
    void refusesWhatItCannotSay() {
        for (String fields : refused()) {
            // When
            CallEnded ended = catchThrowableOfType(CallEnded.class, () -> translate(fields));
            // Then
            assertThat(ended).as(fields).isNotNull();
            assertThat(ended.outcome()).as(fields).isInstanceOf(Outcome.Refused.class);
            assertThat(ended.outcome().detail()).as(fields).contains("API does not take");
        }
    }

    @Test
    void leavesOutWhatChangesNothing() {
        // When
        JsonNode body = said("""
                {"messages":[{"role":"user","content":"hi"}],"stream_options":{"include_usage":true},"store":false,"n":1,
                 "safety_identifier":"s","prompt_cache_key":"k","metadata":{"a":"b"},"service_tier":"auto","logit_bias":{},
                 "parallel_tool_calls":true,"tool_choice":"none","seed":null,"brand_new":null,"modalities":["text"]}""");
        // Then
        assertThat(body.toString()).doesNotContain("stream_options", "store", "cache_key", "service_tier", "brand_new");
    }

    protected JsonNode said(String fields) {
        try {
            return translate(fields);
        } catch (CallEnded e) {
            throw new AssertionError(e.outcome().toString(), e);
        }
    }

    private ObjectNode translate(String fields) throws CallEnded {
        return protocol().body((ObjectNode) json(fields), "m", false);
    }

    protected static Endpoint endpoint(String url) {
        return new Endpoint(URI.create(url), Optional.empty());
    }
}
