package io.universalmiddleware.gateway.pool;

import java.util.List;

/**
 * The state of an origin's pool on this node, for people and the control plane.
 *
 * @param panic whether so few targets are up that all get requests
 * @param inFlight requests, streams not among them
 * @param waiting requests that wait for others to end
 * @param faults what keeps targets from being found, such as names that cannot be resolved
 */
public record PoolState(
        String tenant,
        String origin,
        String balance,
        BreakerState breaker,
        boolean panic,
        int inFlight,
        int waiting,
        List<String> faults,
        List<TargetState> targets) {
    public PoolState {
        faults = List.copyOf(faults);
        targets = List.copyOf(targets);
    }
}
