package io.universalmiddleware.hub.connection;

import io.universalmiddleware.hub.channel.ChannelStore;
import io.universalmiddleware.hub.channel.Channels;
import io.universalmiddleware.hub.channel.Presence;
import io.universalmiddleware.hub.metrics.HubMetrics;
import io.universalmiddleware.hub.protocol.Codec;
import io.universalmiddleware.hub.protocol.Disconnect;
import io.universalmiddleware.token.Identity;
import io.universalmiddleware.token.VerifiedTokens;
import java.time.Clock;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The hub is all connections of this node and what they share.
 *
 * <p>It has no thread: whoever owns it calls {@link #tick} about once a second.
 */
public final class Hub {
    private final Channels channels;
    private final ChannelStore store;
    private final Presence presence;
    private final VerifiedTokens tokens;
    private final Permissions permissions;
    private final HubLimits limits;
    private final HubMetrics metrics;
    private final Clock clock;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final Admission admission;
    private final Occupancy users;
    private final Occupancy tenants;
    private final AtomicInteger farewells = new AtomicInteger();

    public Hub(
            Channels channels,
            ChannelStore store,
            Presence presence,
            VerifiedTokens tokens,
            Permissions permissions,
            HubLimits limits,
            HubMetrics metrics,
            Clock clock) {
        this.channels = channels;
        this.store = store;
        this.presence = presence;
        this.tokens = tokens;
        this.permissions = permissions;
        this.limits = limits;
        this.metrics = metrics;
        this.clock = clock;
        this.admission = new Admission(limits.admission(), clock);
        this.users = new Occupancy(limits.connectionsPerUser());
        this.tenants = new Occupancy(limits.connectionsPerTenant());
    }

    /**
     * Why a client may not connect now, if so; to be asked once for each attempt, before {@link #open}.
     *
     * @param address of the client; empty where it is not known
     */
    public Optional<Refusal> refusal(String address) {
        Optional<Refusal> refusal = admission.refusal(address);
        refusal.ifPresent(reason -> metrics.refused(reason.tag()));
        return refusal;
    }

    /** A new connection over a transport; empty if there is no room. */
    public Optional<Connection> open(Transport transport, Codec codec) {
        Optional<Refusal> refusal = admission.enter();
        if (refusal.isPresent()) {
            metrics.refused(refusal.get().tag());
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
        admission.tick();
        long waiting = connections.stream().mapToLong(Connection::queued).sum();
        metrics.queued(waiting);
        if (waiting > limits.allQueueBytes()) {
            relieve(waiting);
        }
    }

    /** Ends the connections whose session has ended. */
    public void endRevoked() {
        connections.forEach(Connection::endIfRevoked);
    }

    /** Takes no more connections. */
    public void refuseNew() {
        admission.close();
    }

    /** Whether it takes no more connections, because it stops. */
    public boolean isDraining() {
        return admission.isClosed();
    }

    /** Whether nobody is here, and whatever those who left had to be taken back has been. */
    public boolean isQuiet() {
        return connections.isEmpty() && farewells.get() == 0;
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

    VerifiedTokens tokens() {
        return tokens;
    }

    Permissions permissions() {
        return permissions;
    }

    HubMetrics metrics() {
        return metrics;
    }

    Clock clock() {
        return clock;
    }

    /** Counts a user's connection, unless the user or the tenant has too many. */
    boolean enter(Identity identity) {
        if (!tenants.enter(identity.tenant().value())) {
            metrics.refused("tenant");
            return false;
        }
        if (!users.enter(key(identity))) {
            tenants.leave(identity.tenant().value());
            metrics.refused("user");
            return false;
        }
        admission.introduced();
        return true;
    }

    /** @param identity of the connection; null if it never said */
    void closed(Connection connection, @Nullable Identity identity, Disconnect reason) {
        if (connections.remove(connection)) {
            admission.left(identity == null);
            if (identity != null) {
                users.leave(key(identity));
                tenants.leave(identity.tenant().value());
            }
            metrics.connectionClosed(reason.reason());
        }
    }

    /** Something that a connection leaves behind is being taken back; a stopping node waits for it. */
    <T> CompletionStage<T> farewell(CompletionStage<T> done) {
        farewells.incrementAndGet();
        return done.whenComplete((answer, fault) -> farewells.decrementAndGet());
    }

    /** Closes those for whom most is waiting, until the rest is within the limit. */
    private void relieve(long waiting) {
        long left = waiting;
        Map<Connection, Long> queued = new HashMap<>();
        connections.forEach(connection -> queued.put(connection, connection.queued()));
        List<Map.Entry<Connection, Long>> slowest = queued.entrySet().stream()
                .sorted(Map.Entry.<Connection, Long>comparingByValue().reversed())
                .toList();
        for (Map.Entry<Connection, Long> slow : slowest) {
            if (left <= limits.allQueueBytes()) {
                return;
            }
            slow.getKey().close(Disconnect.SLOW);
            left -= slow.getValue();
        }
    }

    private static String key(Identity identity) {
        return identity.tenant().value() + '/' + identity.user();
    }
}
