package io.universalmiddleware.gateway.limiting;

import java.util.ArrayList;
import java.util.List;

/** The limits that apply at one route: the platform's, its tenant's, its own and its origin's, in this order. Immutable. */
public final class LimitSet {
    /** How many must be left for each that is lent, as {@link LimitScript} has it. */
    private static final int LENT_OF = 1_000;

    private final List<Limit> limits;
    private final String tenant;
    private final String route;
    private final boolean lends;

    private LimitSet(List<Limit> limits, String tenant, String route) {
        this.limits = List.copyOf(limits);
        this.tenant = tenant;
        this.route = route;
        lends = this.limits.stream().allMatch(limit -> limit.rate().burst() > LENT_OF);
    }

    /** The limits at a route, but for those of its origin. */
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
        return new LimitSet(limits, tenant, route);
    }

    /** These and those of an origin of the tenant. */
    public LimitSet with(String origin, List<LimitConfig> ofOrigin) {
        List<Limit> all = new ArrayList<>(limits);
        ofOrigin.forEach(config -> all.add(new Limit(config, Limit.originOwner(tenant, origin), tenant, route)));
        return new LimitSet(all, tenant, route);
    }

    public boolean isEmpty() {
        return limits.isEmpty();
    }

    /** Whether there can ever be so much left that some of it is lent. */
    boolean lends() {
        return lends;
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
