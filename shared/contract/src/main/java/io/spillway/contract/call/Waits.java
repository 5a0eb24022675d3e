package io.spillway.contract.call;

import io.spillway.contract.routing.TargetName;
import java.util.List;

/** Knows what waits. */
@FunctionalInterface
public interface Waits {
    /** Nothing waits. */
    Waits NOTHING = List::of;

    /** The plans with which jobs wait now, each with its targets in order; from what was read a moment ago. */
    List<List<TargetName>> plans();
}
