package io.universalmiddleware.gateway;

import io.universalmiddleware.gateway.analytics.AnalyticsNode;
import io.universalmiddleware.gateway.control.ControlNode;
import io.universalmiddleware.gateway.gatekeeping.Gatekeeper;
import io.universalmiddleware.gateway.proxy.EdgeServer;
import io.universalmiddleware.gateway.snapshot.Chains;
import io.universalmiddleware.gateway.snapshot.Compiling;
import io.universalmiddleware.gateway.traffic.Traffic;
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
    private final AnalyticsNode analytics;
    private final TenantRoles roles;

    @Inject
    public TenantEdge(
            OriginPools origins,
            Gatekeeper gatekeeper,
            Chains chains,
            ControlNode control,
            AnalyticsNode analytics,
            TenantRoles roles) {
        this.origins = origins;
        this.gatekeeper = gatekeeper;
        this.chains = chains;
        this.control = control;
        this.analytics = analytics;
        this.roles = roles;
    }

    /** Serves what is configured, from now on. */
    void start(EdgeServer edge, EdgeSettings settings) {
        gatekeeper.liveNodes(control::liveNodes);
        analytics.start();
        Compiling compiling = new Compiling(chains, origins.pools(), settings.persistence());
        control.start(
                definitions -> {
                    edge.snapshot(compiling.compile(definitions));
                    analytics.keepFor(definitions.tenants());
                    roles.serve(definitions);
                },
                settings.listener().port());
    }

    /** Where what passes is recorded. */
    Traffic traffic() {
        return analytics.traffic();
    }

    /** Follows no change any more. */
    void stop() {
        control.stop();
    }

    /** Writes down what is left, once the edge has stopped. */
    void stopped() {
        analytics.stop();
    }
}
