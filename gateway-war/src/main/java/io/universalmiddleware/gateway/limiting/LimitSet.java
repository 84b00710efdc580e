package io.universalmiddleware.gateway.limiting;

import java.util.ArrayList;
import java.util.List;

/** The limits that apply at one route: the platform's, its tenant's and its own, in this order. Immutable. */
public final class LimitSet {
    private final List<Limit> limits;

    private LimitSet(List<Limit> limits) {
        this.limits = List.copyOf(limits);
    }

    /** The limits at a route. */
    public static LimitSet of(
            List<LimitConfig> ofPlatform,
            List<LimitConfig> ofTenant,
            List<LimitConfig> ofRoute,
            String tenant,
            String route) {
        List<Limit> limits = new ArrayList<>();
        ofPlatform.forEach(config -> limits.add(new Limit(config, "", tenant, route)));
        ofTenant.forEach(config -> limits.add(new Limit(config, Limit.owner(tenant), tenant, route)));
        ofRoute.forEach(config -> limits.add(new Limit(config, Limit.owner(tenant, route), tenant, route)));
        return new LimitSet(limits);
    }

    public boolean isEmpty() {
        return limits.isEmpty();
    }

    int size() {
        return limits.size();
    }

    Limit get(int index) {
        return limits.get(index);
    }

    List<Limit> all() {
        return limits;
    }

    /** Where the requester is counted, in the order of the limits. */
    String[] keys(Requester by) {
        String[] keys = new String[limits.size()];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = limits.get(i).key(by);
        }
        return keys;
    }
}
