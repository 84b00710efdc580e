package io.universalmiddleware.command.relay;

import io.universalmiddleware.persistence.outbox.Lane;
import io.universalmiddleware.persistence.outbox.LeaseRepository;
import io.universalmiddleware.persistence.outbox.OutboxCursor;
import io.universalmiddleware.persistence.outbox.OutboxLease;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shards that this relay holds, and how far it has come with each.
 *
 * <p>All relays share the shards evenly: each takes what is free up to its part, and gives back what is more. The cursors
 * here run ahead of those in the database by less than a page or {@link #LAG}.
 */
final class LeasedShards {
    private static final Logger LOG = LoggerFactory.getLogger(LeasedShards.class);
    private static final int BEATS_A_LEASE = 5;
    private static final long IDLE_LAG_NANOS = Duration.ofSeconds(5).toNanos();

    /** How long a cursor in the database may stand behind what was published. */
    static final Duration LAG = Duration.ofMillis(25);

    private final LeaseRepository leases;
    private final long leaseNanos;
    private final Map<Integer, OutboxLease> held = new TreeMap<>();
    private long heldUntil;
    private long nextBeat = System.nanoTime();
    private long saved = System.nanoTime();
    private int publishedSinceSaved;

    LeasedShards(LeaseRepository leases, Duration lease) {
        this.leases = leases;
        this.leaseNanos = lease.toNanos();
    }

    /** Renews, takes and gives back when it is time to. Answers whether this relay may publish now. */
    boolean beat() {
        long now = System.nanoTime();
        if (now - nextBeat >= 0) {
            nextBeat = now + leaseNanos / BEATS_A_LEASE;
            renew();
            share();
            heldUntil = now + leaseNanos;
        }
        return !held.isEmpty() && System.nanoTime() - heldUntil < 0;
    }

    /** The shards at each cursor. */
    Map<OutboxCursor, List<Integer>> cursors() {
        return held.values().stream()
                .collect(Collectors.groupingBy(
                        OutboxLease::cursor,
                        LinkedHashMap::new,
                        Collectors.mapping(OutboxLease::shard, Collectors.toList())));
    }

    /** Notes that all is published up to a cursor. */
    void advance(List<Integer> shards, OutboxCursor cursor, int published) {
        publishedSinceSaved += published;
        for (int shard : shards) {
            held.computeIfPresent(shard, (s, lease) -> new OutboxLease(s, lease.epoch(), cursor));
        }
    }

    /** Saves the cursors if they are due: soon after something was published, else every few seconds. */
    void save(int pageRows) {
        long due = publishedSinceSaved == 0 ? IDLE_LAG_NANOS : LAG.toNanos();
        if (publishedSinceSaved >= pageRows || System.nanoTime() - saved >= due) {
            saveNow();
        }
    }

    /** Gives everything back. */
    void leave() {
        saveNow();
        leases.release(List.copyOf(held.keySet()));
        held.clear();
        leases.leave();
    }

    private void saveNow() {
        Map<OutboxCursor, List<OutboxLease>> byCursor = held.values().stream()
                .collect(Collectors.groupingBy(OutboxLease::cursor, LinkedHashMap::new, Collectors.toList()));
        byCursor.forEach((cursor, mine) -> {
            List<Integer> moved = leases.move(cursor, mine);
            mine.stream()
                    .map(OutboxLease::shard)
                    .filter(s -> !moved.contains(s))
                    .forEach(this::lose);
        });
        publishedSinceSaved = 0;
        saved = System.nanoTime();
    }

    private void renew() {
        Map<Integer, OutboxLease> mine =
                leases.renew().stream().collect(Collectors.toMap(OutboxLease::shard, Function.identity()));
        new ArrayList<>(held.values())
                .stream()
                        .filter(lease -> !mine.containsKey(lease.shard())
                                || mine.get(lease.shard()).epoch() != lease.epoch())
                        .forEach(lease -> lose(lease.shard()));
        mine.values().forEach(lease -> held.putIfAbsent(lease.shard(), lease));
    }

    private void share() {
        int relays = leases.alive();
        int part = (Lane.SHARDS + relays - 1) / relays;
        if (held.size() < part) {
            leases.acquire(part - held.size()).forEach(lease -> held.put(lease.shard(), lease));
        } else if (held.size() > part) {
            saveNow();
            List<Integer> surplus = held.keySet().stream().skip(part).toList();
            leases.release(surplus);
            surplus.forEach(held::remove);
        }
    }

    private void lose(int shard) {
        held.remove(shard);
        LOG.warn("Another relay has taken over outbox shard {}", shard);
    }
}
