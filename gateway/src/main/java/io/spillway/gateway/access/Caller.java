package io.spillway.gateway.access;

import io.spillway.contract.job.TenantId;
import java.util.Set;

/** Whoever holds the key of a request. */
public record Caller(TenantId tenant, Set<Scope> scopes) {}
