package io.spillway.journey;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.openai.client.OpenAIClient;
import io.spillway.journey.language.Cluster;
import io.spillway.journey.language.Front;
import io.spillway.journey.language.Sdk;
import org.junit.jupiter.api.BeforeEach;

/** What the journeys of OpenAI's Java SDK have in common: a calm cluster, a model that echoes, and the SDK as it comes. */
abstract class OpenAiJourney {
    static final String MODEL = "cloud/sdk";

    final Cluster cluster = Cluster.calm();
    final Front front = cluster.front();
    final OpenAIClient openai = Sdk.of(front);

    /** What an answer should look like. */
    static class City {
        public String name = "";
        public int rivers;
    }

    /** A tool. */
    static class Weather {
        public String city = "";
    }

    @BeforeEach
    void theModelEchoes() {
        cluster.models().echo("sdk");
    }

    /** A model's message that calls the tool. */
    static ObjectNode toolCall() {
        ObjectNode message = JsonNodeFactory.instance.objectNode().put("role", "assistant");
        ObjectNode call = message.putNull("content").putArray("tool_calls").addObject();
        call.put("id", "call_1").put("type", "function").put("index", 0);
        call.putObject("function").put("name", "Weather").put("arguments", "{\"city\":\"Ulm\"}");
        return message;
    }
}
