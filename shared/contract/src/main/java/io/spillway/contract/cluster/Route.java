package io.spillway.contract.cluster;

import io.spillway.contract.routing.Plan;
import io.spillway.contract.routing.Retry;

/** What a client names as {@code model}: an ordered list of targets, and how often each is tried. */
public record Route(String name, Plan plan, Retry retry) {}
