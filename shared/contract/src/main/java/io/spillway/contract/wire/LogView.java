package io.spillway.contract.wire;

import java.util.List;

/**
 * A view of one topic at a remembered offset. The view itself remembers, in the same step that applies a record, how
 * far it has come; whoever reads the log for it only obeys. So whatever a view loses is read again, and nothing is
 * applied twice.
 */
public interface LogView {
    /**
     * One record of the log.
     *
     * @param value the record's bytes as written
     */
    record Entry(long offset, byte[] value) {}

    /**
     * One partition of the topic as the log has it now.
     *
     * @param topicId the topic's own id: a topic made anew has another one, and the view starts over
     * @param end the offset of the next record to be written
     */
    record Partition(int number, String topicId, long end) {}

    /**
     * Called when a partition comes into this process's care, and again while {@link #recovering()}.
     *
     * @return the offset of the first record that the view has not applied
     */
    long resume(Partition partition);

    /**
     * Applies records in order.
     *
     * @param partition where they stand; its {@code end} is not looked at
     * @param readFrom where the reader stood before: what lies between it and the first record does not exist. A view
     *     that has come less far has lost something and takes none of them
     * @return the offset to go on from: after the last record, unless the view has lost something and wants it again
     */
    long apply(Partition partition, long readFrom, List<Entry> entries);

    /** Whether the view has lost something and wants {@link #resume} for every partition. */
    boolean recovering();
}
