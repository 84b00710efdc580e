package io.universalmiddleware.gateway.traffic;

import io.universalmiddleware.gateway.filter.Caller;

/** Who asks a tenant's edge most: users, API keys, addresses. */
public final class Askers {
    private final TopList users;
    private final TopList keys;
    private final TopList addresses;

    /** @param places of each of the three lists */
    public Askers(int places) {
        users = new TopList(places);
        keys = new TopList(places);
        addresses = new TopList(places);
    }

    /** By the tokens' subjects. */
    public TopList users() {
        return users;
    }

    /** By the ids of API keys. */
    public TopList keys() {
        return keys;
    }

    /** By addresses of clients. */
    public TopList addresses() {
        return addresses;
    }

    /** Counts everything that the other has counted. */
    public void add(Askers other) {
        users.add(other.users);
        keys.add(other.keys);
        addresses.add(other.addresses);
    }

    void count(Passed request) {
        boolean failed = request.status() >= 400;
        long bytes = request.received() + request.sent();
        addresses.count(request.client(), failed, bytes);
        Caller caller = request.caller();
        if (caller.kind() == Caller.Kind.USER) {
            users.count(caller.user(), failed, bytes);
        } else if (caller.kind() == Caller.Kind.KEY) {
            keys.count(caller.keyId(), failed, bytes);
        }
    }
}
