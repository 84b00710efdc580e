package io.universalmiddleware.hub.connection;

import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Admission says whether one more connection may begin now, so that a storm of them is taken at a pace that this node can bear.
 *
 * <p>Whoever is refused is told so before the WebSocket opens, in HTTP, and comes back after a random delay. Safe for use by several
 * threads.
 */
final class Admission {
    private static final int MOST_ADDRESSES = 100_000;

    private final AdmissionLimits limits;
    private final Clock clock;
    private final TokenBucket node;
    private final Map<String, TokenBucket> byAddress = new HashMap<>();
    private int open;
    private int strangers;
    private boolean closing;

    Admission(AdmissionLimits limits, Clock clock) {
        this.limits = limits;
        this.clock = clock;
        this.node = new TokenBucket(limits.perSecond(), limits.burst(), clock.millis());
    }

    /**
     * Why a connection may not begin, if so. It counts as an attempt of its address.
     *
     * @param address of the client; empty where it is not known
     */
    synchronized Optional<Refusal> refusal(String address) {
        Optional<Refusal> crowded = crowded();
        if (crowded.isPresent()) {
            return crowded;
        }
        long now = clock.millis();
        if (!address.isEmpty() && !bucketOf(address, now).take(now)) {
            return Optional.of(Refusal.ADDRESS_RATE);
        }
        return node.take(now) ? Optional.empty() : Optional.of(Refusal.NODE_RATE);
    }

    /** Counts a connection that begins, as a stranger; or says why it must not. */
    synchronized Optional<Refusal> enter() {
        Optional<Refusal> crowded = crowded();
        if (crowded.isEmpty()) {
            open++;
            strangers++;
        }
        return crowded;
    }

    /** A stranger has said who it is. */
    synchronized void introduced() {
        strangers--;
    }

    /** @param stranger whether it never said who it was */
    synchronized void left(boolean stranger) {
        open--;
        strangers -= stranger ? 1 : 0;
    }

    /** Takes no more. */
    synchronized void close() {
        closing = true;
    }

    synchronized boolean isClosed() {
        return closing;
    }

    /** Forgets addresses that kept quiet. Now and then. */
    synchronized void tick() {
        long now = clock.millis();
        byAddress.values().removeIf(bucket -> bucket.isFull(now));
    }

    private Optional<Refusal> crowded() {
        if (closing) {
            return Optional.of(Refusal.DRAINING);
        } else if (open >= limits.connections()) {
            return Optional.of(Refusal.FULL);
        }
        return strangers >= limits.strangers() ? Optional.of(Refusal.STRANGERS) : Optional.empty();
    }

    /** Beyond so many addresses all others share one bucket. */
    private TokenBucket bucketOf(String address, long now) {
        String key = byAddress.size() < MOST_ADDRESSES || byAddress.containsKey(address) ? address : "";
        return byAddress.computeIfAbsent(
                key, a -> new TokenBucket(limits.perSecondOfAddress(), limits.burstOfAddress(), now));
    }
}
