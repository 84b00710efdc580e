package io.universalmiddleware.gateway;

import io.universalmiddleware.gateway.control.ControlNode;
import io.universalmiddleware.gateway.gatekeeping.Gatekeeper;
import io.universalmiddleware.gateway.proxy.EdgeServer;
import io.universalmiddleware.gateway.snapshot.Chains;
import io.universalmiddleware.gateway.snapshot.Compiling;
import io.universalmiddleware.gateway.upkeep.OriginPools;
import io.universalmiddleware.gateway.versioning.VersionCallers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;

/** The tenants' part of the edge: what is configured, compiled and put in force as it changes. */
@ApplicationScoped
public class TenantEdge {
    private OriginPools origins;
    private Gatekeeper gatekeeper;
    private ControlNode control;
    private VersionCallers callers;
    private Clock clock;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected TenantEdge() {}

    @Inject
    public TenantEdge(OriginPools origins, Gatekeeper gatekeeper, ControlNode control, Clock clock) {
        this.origins = origins;
        this.gatekeeper = gatekeeper;
        this.control = control;
        this.clock = clock;
        callers = new VersionCallers(clock);
    }

    /** Serves what is configured, from now on. */
    void start(EdgeServer edge, EdgeSettings settings) {
        gatekeeper.liveNodes(control::liveNodes);
        Compiling compiling =
                new Compiling(new Chains(gatekeeper, callers, clock), origins.pools(), settings.persistence());
        control.start(
                definitions -> edge.snapshot(compiling.compile(definitions)),
                settings.listener().port());
    }

    void stop() {
        control.stop();
    }

    /** Who still calls old versions of an API. */
    public VersionCallers callers() {
        return callers;
    }
}
