package io.spillway.scheduling;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a script answered: the process's new mark, whether a recovery is under way, Redis' time in ms, and then the
 * script's own fields. A field that does not exist comes as an empty text.
 */
final class Reply {
    private static final int HEADER = 3;
    private final List<?> fields;

    Reply(Object raw) {
        this.fields = (List<?>) raw;
    }

    long mark() {
        return (Long) fields.get(0);
    }

    boolean recovering() {
        return (Long) fields.get(1) != 0;
    }

    Instant now() {
        return Instant.ofEpochMilli((Long) fields.get(2));
    }

    int size() {
        return fields.size() - HEADER;
    }

    String text(int index) {
        return String.valueOf(fields.get(HEADER + index));
    }

    Optional<String> optional(int index) {
        return Optional.of(text(index)).filter(text -> !text.isEmpty());
    }

    long number(int index) {
        return Long.parseLong(text(index));
    }

    Optional<Instant> instant(int index) {
        return optional(index).map(Long::parseLong).map(Instant::ofEpochMilli);
    }

    /** The elements of a nested list, as texts. */
    List<String> texts(int index) {
        return ((List<?>) fields.get(HEADER + index))
                .stream().map(String::valueOf).toList();
    }

    /** The rows of a nested list of lists. */
    List<List<String>> rows(int index) {
        return ((List<?>) fields.get(HEADER + index))
                .stream()
                        .map(row ->
                                ((List<?>) row).stream().map(String::valueOf).toList())
                        .toList();
    }

    /** The rows of a nested list of lists that hold lists themselves. */
    List<List<?>> nested(int index) {
        return ((List<?>) fields.get(HEADER + index))
                .stream().<List<?>>map(row -> (List<?>) row).toList();
    }
}
