package io.spillway.scheduling;

import io.spillway.contract.wire.LogView;
import io.spillway.contract.wire.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A view of a topic that a script keeps in Redis, offset and all. */
abstract class ScriptedView implements LogView {
    private final Scripts scripts;
    private final String topic;
    private final Consumer<Entry> unreadable;

    ScriptedView(Scripts scripts, String topic, Consumer<Entry> unreadable) {
        this.scripts = scripts;
        this.topic = topic;
        this.unreadable = unreadable;
    }

    /** The call that applies {@code entry}. */
    abstract Scripts.Call applying(Partition partition, long readFrom, Entry entry) throws Wire.UnreadableRecord;

    @Override
    public final long resume(Partition partition) {
        return scripts.call("resume", topic, partition.number(), partition.topicId(), partition.end())
                .number(0);
    }

    @Override
    public final long apply(Partition partition, long readFrom, List<Entry> entries) {
        List<Scripts.Call> calls = new ArrayList<>(entries.size());
        long from = readFrom;
        for (Entry entry : entries) {
            calls.add(applyingOrPassing(partition, from, entry));
            // Each record stands on the one before: a loss between two of a batch must not pass for a gap in the log.
            from = entry.offset() + 1;
        }
        return scripts.callAll(calls).getLast().number(0);
    }

    @Override
    public final boolean recovering() {
        return scripts.recovering();
    }

    private Scripts.Call applyingOrPassing(Partition partition, long readFrom, Entry entry) {
        try {
            return applying(partition, readFrom, entry);
        } catch (Wire.UnreadableRecord e) {
            unreadable.accept(entry);
            return new Scripts.Call("pass", topic, partition.number(), partition.topicId(), readFrom, entry.offset());
        }
    }
}
