package io.universalmiddleware.gateway.pool;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * A member is a target's address in a pool, with all that is known of it. It stays the same object as long as the pool has it,
 * through every change of configuration.
 *
 * <p>Its state changes under its pool's lock; everything else is counted without one.
 */
final class Member {
    private static final int CHANGES_KEPT = 20;
    private static final double COLDEST = 0.1;

    final Endpoint endpoint;
    final String id;
    final PeakEwma latency;
    final OutlierRecord outliers = new OutlierRecord();
    final HealthRecord health = new HealthRecord();
    final AtomicInteger inFlight = new AtomicInteger();
    final LongAdder answered = new LongAdder();
    final LongAdder failed = new LongAdder();
    private volatile List<MemberChange> changes = List.of();
    private volatile boolean down;
    private volatile boolean ejected;
    private volatile boolean warming;
    private volatile long warmSince;

    Member(Endpoint endpoint, Surroundings surroundings, boolean cold, String reason) {
        this.endpoint = endpoint;
        id = token(endpoint);
        long now = surroundings.ticker().getAsLong();
        latency = new PeakEwma(now);
        warming = cold;
        warmSince = now;
        note(surroundings, "up", reason);
    }

    boolean isUp() {
        return !down && !ejected;
    }

    boolean isDown() {
        return down;
    }

    boolean isEjected() {
        return ejected;
    }

    /** Share of its weight that it takes while it warms up, from 0.1 to 1. */
    double warmth(long nowNanos, long slowStartNanos) {
        if (!warming) {
            return 1;
        }
        long warmFor = nowNanos - warmSince;
        if (warmFor >= slowStartNanos) {
            warming = false;
            return 1;
        }
        return Math.max(COLDEST, (double) warmFor / slowStartNanos);
    }

    void setDown(boolean now, Surroundings surroundings, String reason) {
        boolean before = isUp();
        down = now;
        changed(before, now ? "down" : ejected ? "ejected" : "up", surroundings, reason);
    }

    void setEjected(boolean now, Surroundings surroundings, String reason) {
        boolean before = isUp();
        ejected = now;
        changed(before, now ? "ejected" : down ? "down" : "up", surroundings, reason);
    }

    List<MemberChange> changes() {
        return changes;
    }

    private void changed(boolean wasUp, String to, Surroundings surroundings, String reason) {
        if (!wasUp && isUp()) {
            warmSince = surroundings.ticker().getAsLong();
            warming = true;
            latency.reset(warmSince);
        }
        note(surroundings, to, reason);
    }

    private void note(Surroundings surroundings, String to, String reason) {
        List<MemberChange> all = new ArrayList<>(changes);
        all.add(new MemberChange(surroundings.clock().instant(), to, reason));
        changes = List.copyOf(all.subList(Math.max(0, all.size() - CHANGES_KEPT), all.size()));
    }

    /** What a sticky cookie says, which does not tell the address. */
    private static String token(Endpoint endpoint) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(endpoint.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
