package io.universalmiddleware.gateway.pool;

import io.universalmiddleware.gateway.network.GuardedNames;

/**
 * How targets are found.
 *
 * @param names gives addresses, of which none is one that must not be connected to
 */
public record Finding(GuardedNames names, ServiceRecords services, Registry registry) {}
