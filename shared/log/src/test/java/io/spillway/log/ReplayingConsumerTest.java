package io.spillway.log;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static io.spillway.log.River.numbers;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class ReplayingConsumerTest {
    private static void eventually(org.awaitility.core.ThrowingRunnable assertion) {
        await().atMost(20, SECONDS).untilAsserted(assertion);
    }

    @Test
    void itReadsOnFromWhereTheViewStands() throws Exception {
        try (River river = new River(1)) {
            // Given
            river.write(0, 0, 10);
            MemoryView view = new MemoryView().standsAt(river.id(), 0, 6);

            // When
            try (ReplayingConsumer _ = river.read(view)) {

                // Then
                eventually(() -> assertThat(view.values()).isEqualTo(numbers(6, 10)));
                river.write(0, 10, 12);
                eventually(() -> assertThat(view.values()).isEqualTo(numbers(6, 12)));
            }
        }
    }

    @Test
    void aViewThatLostEverythingIsFilledAgain() throws Exception {
        try (River river = new River(2)) {
            // Given
            river.write(0, 0, 5);
            river.write(1, 5, 10);
            MemoryView view = new MemoryView();
            try (ReplayingConsumer _ = river.read(view)) {
                eventually(() -> assertThat(view.values()).hasSize(10));

                // When
                view.loseAll();

                // Then
                eventually(() -> assertThat(view.values()).containsExactlyInAnyOrderElementsOf(numbers(0, 10)));
            }
        }
    }

    @Test
    void aViewThatLostItsLastRecordsUnawaresGetsThemWithTheNextOne() throws Exception {
        try (River river = new River(1)) {
            // Given
            river.write(0, 0, 10);
            MemoryView view = new MemoryView();
            try (ReplayingConsumer _ = river.read(view)) {
                eventually(() -> assertThat(view.values()).hasSize(10));

                // When
                view.rollBack(0, 7);
                river.write(0, 10, 11);

                // Then
                eventually(() -> assertThat(view.values()).isEqualTo(numbers(7, 11)));
            }
        }
    }

    @Test
    void whatTheViewHasAlreadyIsNotAppliedTwice() throws Exception {
        try (River river = new River(1)) {
            // Given: another process has applied up to 8 meanwhile
            river.write(0, 0, 5);
            MemoryView view = new MemoryView();
            try (ReplayingConsumer _ = river.read(view)) {
                eventually(() -> assertThat(view.values()).hasSize(5));
                view.standsAt(river.id(), 0, 8);

                // When
                river.write(0, 5, 10);

                // Then
                eventually(() -> assertThat(view.values()).isEqualTo(List.of("0", "1", "2", "3", "4", "8", "9")));
            }
        }
    }

    @Test
    void twoReadersShareThePartitionsAndOneTakesOverFromTheOther() throws Exception {
        try (River river = new River(4)) {
            // Given
            MemoryView view = new MemoryView();
            try (ReplayingConsumer stays = river.read(view)) {
                ReplayingConsumer leaves = river.read(view);
                eventually(() -> {
                    assertThat(stays.partitions()).hasSize(2);
                    assertThat(leaves.partitions()).hasSize(2).doesNotContainAnyElementsOf(stays.partitions());
                });
                for (int partition = 0; partition < 4; partition++) {
                    river.write(partition, partition * 10, partition * 10 + 10);
                }
                eventually(() -> assertThat(view.values()).hasSize(40));

                // When
                leaves.close();
                for (int partition = 0; partition < 4; partition++) {
                    river.write(partition, 40 + partition, 41 + partition);
                }

                // Then
                eventually(() -> {
                    assertThat(stays.partitions()).isEqualTo(Set.of(0, 1, 2, 3));
                    assertThat(view.values()).containsExactlyInAnyOrderElementsOf(numbers(0, 44));
                });
                assertThat(leaves.partitions()).isEmpty();
            }
        }
    }

    @Test
    void aViewThatIsAwayMissesNothing() throws Exception {
        try (River river = new River(2)) {
            // Given
            MemoryView view = new MemoryView();
            try (ReplayingConsumer _ = river.read(view)) {
                river.write(0, 0, 3);
                eventually(() -> assertThat(view.values()).hasSize(3));

                // When
                view.away(true);
                river.write(0, 3, 6);
                river.write(1, 6, 9);
                eventually(() -> assertThat(view.refused()).isGreaterThan(3));
                view.away(false);

                // Then
                eventually(() -> assertThat(view.values()).hasSize(9));
                assertThat(new HashSet<>(view.values())).isEqualTo(new HashSet<>(numbers(0, 9)));
                assertThat(view.applied().stream()
                                .filter(record -> record.partition() == 0)
                                .map(MemoryView.Applied::offset))
                        .containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
            }
        }
    }

    @Test
    void aViewThatIsAwayAtTheStartIsAskedAgain() throws Exception {
        try (River river = new River(1)) {
            // Given
            MemoryView view = new MemoryView();
            view.away(true);
            river.write(0, 0, 3);
            try (ReplayingConsumer _ = river.read(view)) {
                eventually(() -> assertThat(view.refused()).isGreaterThan(1));

                // When
                view.away(false);

                // Then
                eventually(() -> assertThat(view.values()).isEqualTo(numbers(0, 3)));
            }
        }
    }

    @Test
    void aTopicMadeAnewIsReadFromItsStart() throws Exception {
        try (River river = new River(1)) {
            // Given
            MemoryView view = new MemoryView();
            river.write(0, 0, 5);
            try (ReplayingConsumer _ = river.read(view)) {
                eventually(() -> assertThat(view.values()).hasSize(5));

                // When
                river.makeAnew();
                river.write(0, 5, 8);

                // Then
                eventually(() -> assertThat(view.values()).isEqualTo(numbers(0, 8)));
            }
        }
    }

    @Test
    void aTopicMadeAnewThatHasOvertakenTheReaderIsReadFromItsStartToo() throws Exception {
        try (River river = new River(1)) {
            // Given
            MemoryView view = new MemoryView();
            river.write(0, 0, 2);
            try (ReplayingConsumer _ = river.read(view)) {
                eventually(() -> assertThat(view.values()).hasSize(2));

                // When
                river.makeAnew();
                river.write(0, 2, 12);

                // Then
                eventually(() -> assertThat(view.values()).containsAll(numbers(0, 12)));
            }
        }
    }
}
