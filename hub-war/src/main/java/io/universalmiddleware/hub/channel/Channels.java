package io.universalmiddleware.hub.channel;

import io.universalmiddleware.contracts.hub.HubChannel;
import io.universalmiddleware.contracts.hub.HubKeys;
import io.universalmiddleware.contracts.hub.HubMessage;
import io.universalmiddleware.contracts.trace.Spans;
import io.universalmiddleware.hub.metrics.HubMetrics;
import io.universalmiddleware.hub.protocol.Position;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The channels that have subscribers on this node. */
public final class Channels {
    private static final int BATCH = 500;

    private final Map<HubChannel, LocalChannel> open = new ConcurrentHashMap<>();
    private final Surroundings around;
    private final Presence presence;
    private final HubMetrics metrics;
    private final Clock clock;

    /**
     * @param mostRecoveredBytes data that a subscriber may get at once when it continues
     * @param mostStale time without word from Redis after which subscribers are told of a gap
     */
    public Channels(
            Redis redis,
            HubKeys keys,
            ChannelStore store,
            Presence presence,
            HubMetrics metrics,
            Spans spans,
            Clock clock,
            long mostRecoveredBytes,
            Duration mostStale) {
        this.presence = presence;
        this.metrics = metrics;
        this.clock = clock;
        Topics topics = new Topics(redis, keys, this::receive, this::check);
        around = new Surroundings(this, store, topics, metrics, spans, clock, mostRecoveredBytes, mostStale);
    }

    /** @param since where to continue; null to begin now */
    public void subscribe(HubChannel channel, Subscriber subscriber, @Nullable Position since) {
        List<LocalChannel> made = new ArrayList<>(1);
        LocalChannel local = open.computeIfAbsent(channel, c -> {
            LocalChannel fresh =
                    new LocalChannel(c, around, presence.refreshInterval().toMillis());
            made.add(fresh);
            return fresh;
        });
        made.forEach(fresh -> metrics.channelOpened());
        local.subscribe(subscriber, since);
        made.forEach(LocalChannel::start); // now there is somebody to tell if it fails
    }

    /** Ends a subscription; does nothing if there is none. */
    public void unsubscribe(HubChannel channel, Subscriber subscriber) {
        @Nullable LocalChannel local = open.get(channel);
        if (local != null) {
            local.unsubscribe(subscriber);
        }
    }

    /** Does what is due. About once a second, on one thread at a time. */
    public void tick() {
        long now = clock.millis();
        around.topics().tick();
        open.values().forEach(local -> local.tick(now));
        open.forEach((channel, local) -> {
            if (local.isPresenceDue(now)) {
                refreshPresence(channel, local);
            }
        });
    }

    void closed(HubChannel channel, LocalChannel local) {
        if (open.remove(channel, local)) {
            metrics.channelClosed();
        }
    }

    private void receive(HubMessage message) {
        @Nullable LocalChannel local = open.get(message.channel());
        if (local != null) {
            local.receive(message);
        }
    }

    private void check(int shard) {
        open.forEach((channel, local) -> {
            if (HubKeys.shard(channel) == shard) {
                local.check();
            }
        });
    }

    private void refreshPresence(HubChannel channel, LocalChannel local) {
        local.visit(subscribers -> {
            Map<String, Subscriber> present = new HashMap<>();
            subscribers.stream()
                    .filter(Subscriber::active)
                    .forEach(s -> present.put(s.client().client(), s));
            List<String> ids = List.copyOf(present.keySet());
            for (int i = 0; i < ids.size(); i += BATCH) {
                List<String> batch = ids.subList(i, Math.min(ids.size(), i + BATCH));
                presence.refresh(channel, batch).whenComplete(addMissing(channel, present));
            }
        });
    }

    private BiConsumer<@Nullable List<Object>, @Nullable Throwable> addMissing(
            HubChannel channel, Map<String, Subscriber> present) {
        return (missing, fault) -> {
            if (missing != null) {
                for (Object id : missing) {
                    @Nullable Subscriber subscriber = present.get(String.valueOf(id));
                    if (subscriber != null && subscriber.active()) {
                        presence.add(channel, subscriber.client());
                    }
                }
            }
        };
    }
}
