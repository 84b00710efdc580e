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

    /**
     * Counts one request.
     *
     * @param client the client's address
     * @param bytes of bodies, both ways
     */
    public void count(String client, Caller caller, boolean failed, long bytes) {
        addresses.count(client, failed, bytes);
        if (caller.kind() == Caller.Kind.USER) {
            users.count(caller.user(), failed, bytes);
        } else if (caller.kind() == Caller.Kind.KEY) {
            keys.count(caller.keyId(), failed, bytes);
        }
    }
}
