package io.spillway.worker;

import io.spillway.contract.call.ModelCall;
import io.spillway.contract.call.ModelCaller;
import io.spillway.contract.call.Serving;
import io.spillway.contract.call.StopSignal;
import io.spillway.contract.call.TokenSink;
import io.spillway.contract.outcome.Outcome;
import io.spillway.contract.outcome.Output;
import io.spillway.contract.outcome.Usage;
import io.spillway.contract.routing.Limits;
import io.spillway.contract.routing.TargetName;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/** Models that answer as a test says: an echo, unless something else has been lined up for the target. */
final class FakeServing implements Serving {
    final List<ModelCall> calls = new CopyOnWriteArrayList<>();
    final AtomicBoolean closed = new AtomicBoolean();
    private final Map<TargetName, Integer> slots = new ConcurrentHashMap<>();
    private final Map<TargetName, Deque<ModelCaller>> next = new ConcurrentHashMap<>();

    FakeServing(String... targets) {
        for (String target : targets) {
            slots.put(new TargetName(target), 4);
        }
    }

    FakeServing slots(String target, int wished) {
        slots.put(new TargetName(target), wished);
        return this;
    }

    /** What the target's next call does. */
    FakeServing then(String target, ModelCaller caller) {
        next.computeIfAbsent(new TargetName(target), _ -> new ConcurrentLinkedDeque<>())
                .add(caller);
        return this;
    }

    FakeServing then(String target, Outcome outcome) {
        return then(target, (_, _, _) -> outcome);
    }

    static Outcome.Completed answer(String text) {
        return new Outcome.Completed(Output.chat(text, "stop"), new Usage(10, 20, false));
    }

    /** A call that answers when it may. */
    static ModelCaller answering(CountDownLatch begun, CountDownLatch go) {
        return (_, _, _) -> {
            begun.countDown();
            try {
                go.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return answer("at last");
        };
    }

    /** A call that answers nothing until it is told to stop. */
    static ModelCaller hanging(CountDownLatch begun) {
        return (_, _, stop) -> {
            CountDownLatch stopped = new CountDownLatch(1);
            stop.onStop(stopped::countDown);
            begun.countDown();
            try {
                stopped.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new Outcome.Cancelled();
        };
    }

    @Override
    public List<Capacity> capacities() {
        return slots.entrySet().stream()
                .map(entry -> new Capacity(entry.getKey(), 1, 1, entry.getValue(), Limits.NONE, false))
                .toList();
    }

    @Override
    public ModelCaller caller(TargetName target, int key) {
        return this::call;
    }

    private Outcome call(ModelCall call, TokenSink tokens, StopSignal stop) {
        calls.add(call);
        Deque<ModelCaller> lined = next.get(call.target());
        ModelCaller caller = lined == null ? null : lined.poll();
        return caller == null ? answer("echo from " + call.target()) : caller.call(call, tokens, stop);
    }

    @Override
    public void close() {
        closed.set(true);
    }
}
