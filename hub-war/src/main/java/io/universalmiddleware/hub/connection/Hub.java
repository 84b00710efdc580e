package io.universalmiddleware.hub.connection;

import io.universalmiddleware.hub.channel.ChannelStore;
import io.universalmiddleware.hub.channel.Channels;
import io.universalmiddleware.hub.channel.Presence;
import io.universalmiddleware.hub.metrics.HubMetrics;
import io.universalmiddleware.hub.protocol.Codec;
import io.universalmiddleware.hub.protocol.Disconnect;
import io.universalmiddleware.hub.token.Identity;
import io.universalmiddleware.hub.token.TokenVerifier;
import java.time.Clock;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The hub is all connections of this node and what they share.
 *
 * <p>It has no thread: whoever owns it calls {@link #tick} about once a second.
 */
public final class Hub {
    private final Channels channels;
    private final ChannelStore store;
    private final Presence presence;
    private final TokenVerifier verifier;
    private final ChannelRules rules;
    private final HubLimits limits;
    private final HubMetrics metrics;
    private final Clock clock;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> connectionsByUser = new ConcurrentHashMap<>();
    private volatile boolean draining;

    public Hub(
            Channels channels,
            ChannelStore store,
            Presence presence,
            TokenVerifier verifier,
            ChannelRules rules,
            HubLimits limits,
            HubMetrics metrics,
            Clock clock) {
        this.channels = channels;
        this.store = store;
        this.presence = presence;
        this.verifier = verifier;
        this.rules = rules;
        this.limits = limits;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Whether one more connection would be taken. */
    public boolean hasRoom() {
        return !draining && connections.size() < limits.connections();
    }

    /** A new connection over a transport; empty if there is no room. */
    public Optional<Connection> open(Transport transport, Codec codec) {
        if (!hasRoom()) {
            return Optional.empty();
        }
        Connection connection = new Connection(this, transport, codec);
        connections.add(connection);
        metrics.connectionOpened();
        return Optional.of(connection);
    }

    /** Does what is due by the clock. */
    public void tick() {
        channels.tick();
        long now = clock.millis();
        connections.forEach(connection -> connection.tick(now));
    }

    /** Takes no more connections. */
    public void refuseNew() {
        draining = true;
    }

    /** Tells some connections to go elsewhere: how many are left after them. */
    public int shed(int most) {
        Iterator<Connection> each = connections.iterator();
        for (int i = 0; i < most && each.hasNext(); i++) {
            each.next().close(Disconnect.SHUTDOWN);
        }
        return connections.size();
    }

    public HubLimits limits() {
        return limits;
    }

    Channels channels() {
        return channels;
    }

    ChannelStore store() {
        return store;
    }

    Presence presence() {
        return presence;
    }

    TokenVerifier verifier() {
        return verifier;
    }

    ChannelRules rules() {
        return rules;
    }

    HubMetrics metrics() {
        return metrics;
    }

    Clock clock() {
        return clock;
    }

    /** Counts a user's connection, unless the user has too many. */
    boolean enter(Identity identity) {
        int count = connectionsByUser.merge(key(identity), 1, Integer::sum);
        if (count > limits.connectionsPerUser()) {
            leave(identity);
            return false;
        }
        return true;
    }

    void leave(Identity identity) {
        connectionsByUser.computeIfPresent(key(identity), (user, count) -> count > 1 ? count - 1 : null);
    }

    void closed(Connection connection, Disconnect reason) {
        if (connections.remove(connection)) {
            metrics.connectionClosed(reason.reason());
        }
    }

    private static String key(Identity identity) {
        return identity.tenant().value() + '/' + identity.user();
    }
}
