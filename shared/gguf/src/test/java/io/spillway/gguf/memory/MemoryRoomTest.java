package io.spillway.gguf.memory;

import io.spillway.contract.call.MemoryReport;
import io.spillway.contract.routing.TargetName;
import io.spillway.gguf.memory.Room.Asking;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MemoryRoomTest {
    private static final Duration STAY = Duration.ofMinutes(1);
    private static final TargetName A = new TargetName("gguf/a");
    private static final TargetName B = new TargetName("gguf/b");
    private static final TargetName C = new TargetName("gguf/c");

    private final AtomicLong now = new AtomicLong();
    private final AtomicLong looked = new AtomicLong();
    private final AtomicReference<List<List<TargetName>>> waiting = new AtomicReference<>(List.of());

    @Test
    void whatFitsIsLetIn() throws Exception {
        // Given
        MemoryRoom room = room(true, 100);

        // When
        Room.Stay a = in(room, A, 60);
        Room.Stay b = in(room, B, 40);

        // Then
        assertThat(a.leave()).isNotDone();
        assertThat(b.leave()).isNotDone();
    }

    @Test
    void saysWhatIsTakenOfEachPlace() throws Exception {
        // Given
        Place machine = Place.machine(100);
        Place gpu = new Place(OptionalInt.of(1), 50);
        MemoryRoom room = new MemoryRoom(List.of(machine, gpu), true, STAY, now::get);

        // When
        in(room, A, 60);
        Room.Stay b = in(room, B, 50);

        // Then
        assertThat(room.reports())
                .containsExactly(new MemoryReport("memory", 100, 60), new MemoryReport("GPU 1", 50, 50));
        b.close();
        assertThat(room.reports().getLast()).isEqualTo(new MemoryReport("GPU 1", 50, 0));
    }

    @Test
    void whatWillNeverFitIsToldSoWhereTheBudgetWasSet() throws Exception {
        // When
        Room.Answer answer = room(true, 100L << 20).enter(new Asking(A, 200L << 20, OptionalInt.empty()));

        // Then
        assertThat(answer).isEqualTo(new Room.TooLarge("it needs about 200 MB of memory, the budget is 100 MB"));
    }

    @Test
    void whereNobodySetABudgetALargeOneMayTryAlone() throws Exception {
        // Given
        MemoryRoom room = room(false, 100);

        // When
        Room.Stay a = in(room, A, 200);
        CompletableFuture<Room.Stay> b = asking(room, B, 10);

        // Then
        assertThat(b).isNotDone();
        a.close();
        assertThat(b.get(60, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void theLeastRecentlyUsedLeavesForOneThatIsWaitedFor() throws Exception {
        // Given
        MemoryRoom room = room(true, 100);
        Room.Stay a = in(room, A, 50);
        Room.Stay b = in(room, B, 50);
        now.addAndGet(STAY.toNanos());
        b.use();

        // When
        CompletableFuture<Room.Stay> c = asking(room, C, 50);
        waitFor(List.of(C));

        // Then
        a.leave().get(60, TimeUnit.SECONDS);
        assertThat(b.leave()).isNotDone();
        assertThat(c).isNotDone();
        a.close();
        assertThat(c.get(60, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void nobodyLeavesBeforeItsTimeOrForOneThatNobodyWaitsFor() throws Exception {
        // Given
        MemoryRoom room = room(true, 100);
        Room.Stay a = in(room, A, 100);

        // When
        CompletableFuture<Room.Stay> b = asking(room, B, 100);
        now.addAndGet(STAY.toNanos() * 3);
        looks(4);
        boolean unwanted = a.leave().isDone();
        waiting.set(List.of(List.of(A, B)));
        now.addAndGet(STAY.toNanos() * 3);
        looks(4);

        // Then
        assertThat(unwanted).isFalse();
        assertThat(a.leave()).isNotDone();
        assertThat(b).isNotDone();
    }

    @Test
    void twoThatAreBothWaitedForTakeTurns() throws Exception {
        // Given
        MemoryRoom room = room(true, 100);
        Room.Stay a = in(room, A, 100);
        CompletableFuture<Room.Stay> b = asking(room, B, 100);
        waiting.set(List.of(List.of(A), List.of(B)));
        looks(2);

        // When
        now.addAndGet(STAY.toNanos() - 1);
        looks(4);
        boolean early = a.leave().isDone();
        now.addAndGet(STAY.toNanos());

        // Then
        a.leave().get(60, TimeUnit.SECONDS);
        assertThat(early).isFalse();
        a.close();
        assertThat(b.get(60, TimeUnit.SECONDS).leave()).isNotDone();
    }

    @Test
    void eachGpuHasAMemoryOfItsOwn() throws Exception {
        // Given
        MemoryRoom room = new MemoryRoom(
                List.of(new Place(OptionalInt.of(0), 60), new Place(OptionalInt.of(1), 100)), true, STAY, now::get);

        // When
        Room.Stay a = in(room, A, 50);
        Room.Stay b = in(room, B, 55);
        Room.Stay c = ((Room.Welcome) room.enter(new Asking(C, 5, OptionalInt.of(0)))).stay();

        // Then
        assertThat(a.device()).hasValue(1);
        assertThat(b.device()).hasValue(0);
        assertThat(c.device()).hasValue(0);
        assertThat(room.enter(new Asking(C, 70, OptionalInt.of(0)))).isInstanceOf(Room.TooLarge.class);
    }

    /** Returns once whoever asks has decided a few more times. */
    private void looks(int count) {
        long end = looked.get() + count;
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (looked.get() < end) {
            assertThat(System.nanoTime()).as("the room looks").isLessThan(limit);
            LockSupport.parkNanos(5_000_000);
        }
    }

    private void waitFor(List<TargetName> plan) {
        waiting.set(List.of(plan));
        looks(2);
        now.addAndGet(Duration.ofSeconds(2).toNanos());
    }

    private MemoryRoom room(boolean strict, long bytes) {
        MemoryRoom room = new MemoryRoom(List.of(Place.machine(bytes)), strict, STAY, now::get);
        room.meet(() -> {
            looked.incrementAndGet();
            return waiting.get();
        });
        return room;
    }

    private static Room.Stay in(MemoryRoom room, TargetName target, long bytes) throws InterruptedException {
        return ((Room.Welcome) room.enter(new Asking(target, bytes, OptionalInt.empty()))).stay();
    }

    private static CompletableFuture<Room.Stay> asking(MemoryRoom room, TargetName target, long bytes) {
        CompletableFuture<Room.Stay> stay = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                stay.complete(in(room, target, bytes));
            } catch (InterruptedException e) {
                stay.completeExceptionally(e);
            }
        });
        return stay;
    }
}
