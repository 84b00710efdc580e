package io.universalmiddleware.hub.contract;

import java.net.URI;
import java.time.Duration;

/** A hub that is served somewhere, and what the platform does beside its clients. */
public interface ServedHub {

    /** Its WebSocket. */
    URI address();

    String token(String tenant, String user, Duration life);

    String tokenWithoutTenant(String user);

    /** A token with one role. */
    String tokenOf(String tenant, String user, String role);

    /** Publishes as the platform does, with tag {@code commandId} {@code c1}: the offset. */
    long publish(String tenant, String channel, String data, long version);

    /** Forgets a channel, as a flush of Redis does. */
    void forget(String tenant, String channel);

    /** {@code um.hub.history-size}. */
    int historySize();

    /** {@code um.hub.command-burst}. */
    int commandBurst();
}
