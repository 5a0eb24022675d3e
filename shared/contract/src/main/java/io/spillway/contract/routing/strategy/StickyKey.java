package io.spillway.contract.routing.strategy;

/** What the jobs have in common that a {@code sticky} route keeps together. */
public sealed interface StickyKey {
    /** The tenant. */
    record OfTenant() implements StickyKey {}

    /** The field {@code user} of the request. */
    record OfUser() implements StickyKey {}

    /** One of the job's metadata, such as a conversation's id. */
    record OfMetadata(String key) implements StickyKey {}
}
