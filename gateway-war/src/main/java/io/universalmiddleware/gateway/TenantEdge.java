package io.universalmiddleware.gateway;

import io.universalmiddleware.gateway.control.ControlNode;
import io.universalmiddleware.gateway.gatekeeping.Gatekeeper;
import io.universalmiddleware.gateway.proxy.EdgeServer;
import io.universalmiddleware.gateway.snapshot.Chains;
import io.universalmiddleware.gateway.snapshot.Compiling;
import io.universalmiddleware.gateway.upkeep.OriginPools;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/** The tenants' part of the edge: what is configured, compiled and put in force as it changes. */
@Dependent
public class TenantEdge {
    private final OriginPools origins;
    private final Gatekeeper gatekeeper;
    private final Chains chains;
    private final ControlNode control;

    @Inject
    public TenantEdge(OriginPools origins, Gatekeeper gatekeeper, Chains chains, ControlNode control) {
        this.origins = origins;
        this.gatekeeper = gatekeeper;
        this.chains = chains;
        this.control = control;
    }

    /** Serves what is configured, from now on. */
    void start(EdgeServer edge, EdgeSettings settings) {
        gatekeeper.liveNodes(control::liveNodes);
        Compiling compiling = new Compiling(chains, origins.pools(), settings.persistence());
        control.start(
                definitions -> edge.snapshot(compiling.compile(definitions)),
                settings.listener().port());
    }

    void stop() {
        control.stop();
    }
}
