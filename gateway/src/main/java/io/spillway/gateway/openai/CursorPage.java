package io.spillway.gateway.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.gateway.api.PageQuery;
import io.spillway.gateway.refusal.Refusal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list OpenAI's clients ask for.
 *
 * @param limit at most so many
 * @param after the id of the last one seen
 * @param newestFirst in which order
 */
public record CursorPage(int limit, Optional<String> after, boolean newestFirst) {
    /**
     * How a list is paged.
     *
     * @param usual the limit where none is given
     * @param most the largest limit
     */
    public record Rules(int usual, int most) {}

    /** Reads the query's parameters; newest first unless {@code order} is {@code asc}. */
    public static CursorPage read(Rules rules, @Nullable String limit, @Nullable String after, @Nullable String order)
            throws Refusal {
        if (order != null && !order.equals("asc") && !order.equals("desc")) {
            throw PageQuery.wrong("order", "should be asc or desc");
        }
        return new CursorPage(
                limit == null ? rules.usual : limit(limit, rules.most),
                Optional.ofNullable(after),
                !"asc".equals(order));
    }

    /** The page of {@code all}, which are given oldest first and each have an {@code id}. */
    public ObjectNode of(List<ObjectNode> all) throws Refusal {
        List<ObjectNode> ordered = newestFirst ? all.reversed() : all;
        List<ObjectNode> rest =
                ordered.subList(after.map(id -> place(ordered, id) + 1).orElse(0), ordered.size());
        List<ObjectNode> shown = rest.subList(0, Math.min(limit, rest.size()));
        ObjectNode page = JsonNodeFactory.instance.objectNode().put("object", "list");
        ArrayNode data = page.putArray("data");
        shown.forEach(data::add);
        page.put("first_id", shown.isEmpty() ? null : id(shown.getFirst()));
        page.put("last_id", shown.isEmpty() ? null : id(shown.getLast()));
        return page.put("has_more", rest.size() > shown.size());
    }

    private static int place(List<ObjectNode> ordered, String id) {
        for (int n = 0; n < ordered.size(); n++) {
            if (id(ordered.get(n)).equals(id)) {
                return n;
            }
        }
        throw PageQuery.wrong("after", "should be the id of one of this list");
    }

    private static String id(ObjectNode one) {
        return one.path("id").asText();
    }

    private static int limit(String text, int most) {
        if (text.matches("\\d{1,6}")) {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= most) {
                return limit;
            }
        }
        throw PageQuery.wrong("limit", "should be a whole number from 1 to " + most);
    }
}
