package io.spillway.worker;

import io.spillway.contract.call.Serving.Capacity;
import io.spillway.contract.routing.Adjustment;
import io.spillway.contract.wire.Wire;
import io.spillway.log.StateTable;

/** What a worker offers, with the limits that operators have set. */
record Adjusted(StateTable state) {
    Capacity of(Capacity configured) {
        return state.get(Adjustment.place(configured.target()))
                .map(text -> Wire.value(text, Adjustment.class).over(configured.limits()))
                .map(limits -> new Capacity(
                        configured.target(),
                        configured.keys(),
                        configured.primary(),
                        configured.slots(),
                        limits,
                        configured.keepsPrefixes()))
                .orElse(configured);
    }
}
