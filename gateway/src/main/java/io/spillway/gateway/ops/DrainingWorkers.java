package io.spillway.gateway.ops;

import io.spillway.contract.wire.Wire;
import io.spillway.contract.wire.WorkerOrder;
import io.spillway.gateway.backbone.Backbone;
import io.spillway.gateway.refusal.Problem;
import io.spillway.gateway.refusal.Refusal;
import io.spillway.log.LogUnavailable;
import io.spillway.log.StateTable;
import io.spillway.scheduling.RedisUnavailable;
import io.spillway.scheduling.WorkerReport;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/** Tells workers to take no more jobs, by orders in {@code spillway.state} that each of them follows. */
@Singleton
class DrainingWorkers {
    private static final Logger LOG = Logger.getLogger(DrainingWorkers.class);
    /** An order to a worker that is gone goes too; one that only cannot be seen now keeps its own. */
    private static final Duration KEPT = Duration.ofDays(1);

    private final Backbone backbone;

    DrainingWorkers(Backbone backbone) {
        this.backbone = backbone;
    }

    /** Whether the worker is to take no more jobs. */
    boolean isOrdered(String worker) {
        return backbone.isOpen() && state().get(WorkerOrder.drain(worker)).isPresent();
    }

    void drain(WorkerReport worker) throws LogUnavailable {
        state().put(WorkerOrder.drain(worker.id()), Wire.text(new WorkerOrder(Instant.now())));
        LOG.infof("drained worker=%s", worker.id());
        forgetThoseGone();
    }

    void undo(WorkerReport worker) throws LogUnavailable {
        state().remove(WorkerOrder.drain(worker.id()));
        LOG.infof("no longer drained worker=%s", worker.id());
    }

    /** The worker with this id, which has reported within the last minute. */
    WorkerReport known(String id) throws Refusal, RedisUnavailable {
        return workers().stream()
                .filter(worker -> worker.id().equals(id))
                .findFirst()
                .orElseThrow(() -> Refusal.of(
                        Problem.Kind.NOT_FOUND, "No worker of this id has reported within the last minute."));
    }

    private void forgetThoseGone() throws LogUnavailable {
        List<String> here =
                workers().stream().map(WorkerReport::id).map(WorkerOrder::drain).toList();
        Instant before = Instant.now().minus(KEPT);
        for (Map.Entry<String, String> order : state().all(WorkerOrder.DRAIN).entrySet()) {
            if (!here.contains(order.getKey())
                    && Wire.value(order.getValue(), WorkerOrder.class).at().isBefore(before)) {
                state().remove(order.getKey());
            }
        }
    }

    private List<WorkerReport> workers() throws RedisUnavailable {
        return backbone.connections().scheduler().views().workers();
    }

    private StateTable state() {
        return backbone.connections().state();
    }
}
