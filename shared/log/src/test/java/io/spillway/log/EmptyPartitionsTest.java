package io.spillway.log;

import io.spillway.contract.wire.LogView;
import io.spillway.testing.TestKafka;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EmptyPartitionsTest {
    @Test
    void aTopicMadeAnewIsToldByItsNewId() throws Exception {
        try (River river = new River(2);
                EmptyPartitions empty = new EmptyPartitions(TestKafka.bootstrapServers(), river.topic, 2)) {
            // Given
            Heard before = new Heard(new ArrayList<>());
            empty.tell(before);
            String first = river.id();

            // When
            river.makeAnew();
            Awaitility.await("the broker knows the new one")
                    .atMost(Duration.ofSeconds(20))
                    .ignoreExceptions()
                    .until(river::id, id -> !id.equals(first));
            Heard after = new Heard(new ArrayList<>());
            Awaitility.await("the new one has leaders")
                    .atMost(Duration.ofSeconds(20))
                    .ignoreExceptions()
                    .untilAsserted(() -> {
                        after.partitions().clear();
                        empty.tell(after);
                    });

            // Then
            assertThat(before.partitions())
                    .extracting(LogView.Partition::topicId)
                    .containsExactly(first, first);
            assertThat(after.partitions())
                    .extracting(LogView.Partition::topicId)
                    .containsExactly(river.id(), river.id());
        }
    }

    @Test
    void aPartitionThatHoldsSomethingIsNotSpokenFor() throws Exception {
        try (River river = new River(2);
                EmptyPartitions empty = new EmptyPartitions(TestKafka.bootstrapServers(), river.topic, 2)) {
            // Given
            river.write(1, 0, 1);

            // When
            Heard heard = new Heard(new ArrayList<>());
            empty.tell(heard);

            // Then
            assertThat(heard.partitions()).extracting(LogView.Partition::number).containsExactly(0);
        }
    }

    /** Writes down what it is told. */
    private record Heard(List<Partition> partitions) implements LogView {
        @Override
        public long resume(Partition partition) {
            partitions.add(partition);
            return 0;
        }

        @Override
        public long apply(Partition partition, long readFrom, List<Entry> entries) {
            throw new IllegalStateException("there is nothing to apply");
        }

        @Override
        public boolean recovering() {
            return true;
        }
    }
}
