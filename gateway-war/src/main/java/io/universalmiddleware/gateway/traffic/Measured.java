package io.universalmiddleware.gateway.traffic;

/** What requests are counted by: a tenant's route, or the tenant where no route took them. */
public interface Measured {

    /** The tenant's slug. */
    String tenant();

    /** The route's name; empty if none took it. */
    String route();
}
