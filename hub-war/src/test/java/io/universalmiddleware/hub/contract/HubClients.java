package io.universalmiddleware.hub.contract;

import io.universalmiddleware.contracts.hub.HubScripts;
import io.universalmiddleware.hub.fixture.RawClient;
import java.time.Duration;
import java.util.stream.IntStream;

/** What the contracts share: a hub, and clients of it. */
public interface HubClients {
    Duration HOUR = Duration.ofHours(1);

    ServedHub hub();

    default RawClient connect(String tenant, String user) {
        return RawClient.connect(hub().address(), token(tenant, user));
    }

    default String token(String tenant, String user) {
        return hub().token(tenant, user, HOUR);
    }

    default long publish(String channel, String data) {
        return hub().publish("acme", channel, data, HubScripts.UNVERSIONED);
    }

    /** Publishes {@code {"n":number}} for each number. */
    default void publish(String channel, int from, int to) {
        IntStream.rangeClosed(from, to).forEach(i -> publish(channel, "{\"n\":" + i + "}"));
    }
}
