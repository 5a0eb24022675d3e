package io.spillway.cloud.lookout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spillway.contract.cluster.Provider;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where a kind of provider lists its models, and how.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/models/list">OpenAI</a>
 * @see <a href="https://docs.claude.com/en/api/models-list">Anthropic</a>
 * @see <a href="https://ai.google.dev/api/models#method:-models.list">Gemini</a>
 * @see <a href="https://docs.ollama.com/api/tags">Ollama</a>
 */
record ModelList(String path, String list, String name) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static ModelList of(Provider.Kind kind) {
        return switch (kind) {
            case OPENAI -> new ModelList("/models", "data", "id");
            case ANTHROPIC -> new ModelList("/models?limit=1000", "data", "id");
            case GEMINI -> new ModelList("/models?pageSize=1000", "models", "name");
            case OLLAMA -> new ModelList("/api/tags", "models", "name");
            case DEVICE, GGUF -> throw new IllegalArgumentException("is at no address of its own");
        };
    }

    /** The names in {@code body}, in every form in which they may be configured; nothing if it is no such list. */
    Optional<Set<String>> read(byte[] body) {
        try {
            JsonNode json = JSON.readTree(body);
            if (json == null || !json.path(list).isArray()) {
                return Optional.empty();
            }
            Set<String> names = new TreeSet<>();
            for (JsonNode model : json.path(list)) {
                String said = model.path(name).asText("");
                names.add(said);
                names.add(said.replaceFirst("^models/", ""));
                names.add(said.replaceFirst(":latest$", ""));
            }
            return Optional.of(names);
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
