package io.spillway.log;

import io.spillway.contract.wire.LogView;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Tells a view about partitions that hold nothing. A view that is being filled waits for word from every partition's
 * owner; where there is nothing to read nobody need own it, so that a new cluster takes jobs before it has a worker.
 */
public final class EmptyPartitions implements AutoCloseable {
    private final String topic;
    private final Set<Integer> partitions;
    private final LogEnds ends;
    private final TopicIds ids;

    public EmptyPartitions(String bootstrap, String topic, int partitions) {
        this.topic = topic;
        this.partitions = IntStream.range(0, partitions).boxed().collect(Collectors.toUnmodifiableSet());
        this.ends = new LogEnds(bootstrap, topic);
        this.ids = new TopicIds(bootstrap);
    }

    /** Resumes every partition that holds nothing. */
    public void tell(LogView view) throws LogUnavailable {
        // Asked for anew: the topic may have been made again since.
        ids.forget(topic);
        ends.apply(partitions).forEach((number, end) -> {
            if (end == 0) {
                view.resume(new LogView.Partition(number, ids.of(topic), 0));
            }
        });
    }

    @Override
    public void close() {
        ends.close();
        ids.close();
    }
}
