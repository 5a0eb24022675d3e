package io.spillway.gateway.usage;

import java.util.Map;
import java.util.TreeMap;

/**
 * What one tenant used on one day, as far as one partition of {@code spillway.outcomes} says, as it stands in {@code
 * spillway.state}.
 *
 * @param topic the id of the topic that it was read from last
 * @param next all records of that topic's partition before this offset are in it
 * @param lines by key and model
 */
record Tally(String topic, long next, Map<String, Figures> lines) {
    static final Tally EMPTY = new Tally("", 0, Map.of());

    /** Whether a record is in it already. */
    boolean covers(String topicId, long offset) {
        return topic.equals(topicId) && offset < next;
    }

    Tally plus(Spent spent) {
        Map<String, Figures> more = new TreeMap<>(lines);
        more.merge(spent.line().text(), spent.figures(), Figures::plus);
        return new Tally(topic, next, more);
    }

    Tally upTo(String topicId, long offset) {
        return new Tally(topicId, offset, lines);
    }
}
