package io.spillway.gateway.availability;

import io.spillway.contract.routing.Adjustment;
import io.spillway.contract.routing.TargetName;
import io.spillway.contract.wire.Wire;
import io.spillway.gateway.backbone.Backbone;
import io.spillway.log.LogUnavailable;
import io.spillway.log.StateTable;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.OptionalInt;

/** What operators have set of targets, as {@code spillway.state} has it. */
@Singleton
public class Adjustments {
    private final Backbone backbone;

    Adjustments(Backbone backbone) {
        this.backbone = backbone;
    }

    /** What is set of {@code target}. */
    public Adjustment of(TargetName target) {
        return backbone.isOpen()
                ? state().get(Adjustment.place(target))
                        .map(text -> Wire.value(text, Adjustment.class))
                        .orElse(Adjustment.NONE)
                : Adjustment.NONE;
    }

    /** Sets it; returns once every reader of this process sees it. */
    public void set(TargetName target, Adjustment adjustment) throws LogUnavailable {
        boolean nothing =
                List.of(adjustment.concurrency(), adjustment.rpm(), adjustment.tpm(), adjustment.weight()).stream()
                        .allMatch(OptionalInt::isEmpty);
        if (nothing) {
            state().remove(Adjustment.place(target));
        } else {
            state().put(Adjustment.place(target), Wire.text(adjustment));
        }
    }

    private StateTable state() {
        return backbone.connections().state();
    }
}
