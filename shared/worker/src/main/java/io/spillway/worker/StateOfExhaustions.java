package io.spillway.worker;

import io.spillway.log.LogUnavailable;
import io.spillway.log.StateTable;
import io.spillway.scheduling.KeptExhaustions;
import java.util.Map;

/** Exhaustions as they stand in {@code spillway.state}. */
record StateOfExhaustions(StateTable state) implements KeptExhaustions.Table {
    @Override
    public Map<String, String> all(String prefix) {
        if (!state.ready()) {
            throw new IllegalStateException("the state is not read yet");
        }
        return state.all(prefix);
    }

    @Override
    public void put(String key, String value) throws LogUnavailable {
        state.put(key, value);
    }

    @Override
    public void remove(String key) throws LogUnavailable {
        state.remove(key);
    }
}
