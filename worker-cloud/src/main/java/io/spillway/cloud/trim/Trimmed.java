package io.spillway.cloud.trim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.cloud.provider.TokenEstimate;
import java.util.ArrayList;
import java.util.List;

/**
 * A conversation short enough for a context: what the system says and the last turns stay. It is cut only before a
 * user's turn, so that no tool's answer loses its call; the last user's turn always stays.
 *
 * @param leftOut how many messages are gone
 */
record Trimmed(ObjectNode request, int leftOut) {
    /** Room for an answer where the request does not say how long it may be: a quarter of the context, at most this. */
    private static final long ROOM = 1024;

    /** @param context tokens that prompt and answer may have together; estimated, four characters to a token */
    static Trimmed to(int context, ObjectNode request) {
        List<JsonNode> kept = new ArrayList<>();
        List<JsonNode> turns = new ArrayList<>();
        for (JsonNode message : request.path("messages")) {
            (system(message) ? kept : turns).add(message);
        }
        long budget = context - room(request, context) - tokens(kept) - tokens(request.path("tools"));
        int from = start(turns, budget);
        if (from == 0) {
            return new Trimmed(request, 0);
        }
        kept.addAll(turns.subList(from, turns.size()));
        ObjectNode shorter = request.deepCopy();
        ArrayNode messages = shorter.putArray("messages");
        messages.addAll(kept);
        return new Trimmed(shorter, from);
    }

    /** The first user's turn from which on everything fits, else the last user's turn. */
    private static int start(List<JsonNode> turns, long budget) {
        long left = tokens(turns);
        int last = 0;
        for (int i = 0; i < turns.size(); i++) {
            if (i == 0 || turns.get(i).path("role").asText().equals("user")) {
                last = i;
                if (left <= budget) {
                    return i;
                }
            }
            left -= TokenEstimate.tokens(turns.get(i));
        }
        return last;
    }

    private static long room(ObjectNode request, int context) {
        long usual = Math.min(ROOM, context / 4);
        return request.path("max_completion_tokens")
                .asLong(request.path("max_tokens").asLong(usual));
    }

    private static long tokens(Iterable<JsonNode> messages) {
        long sum = 0;
        for (JsonNode message : messages) {
            sum += TokenEstimate.tokens(message);
        }
        return sum;
    }

    private static boolean system(JsonNode message) {
        String role = message.path("role").asText();
        return role.equals("system") || role.equals("developer");
    }
}
