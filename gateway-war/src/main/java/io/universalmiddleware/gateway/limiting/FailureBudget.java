package io.universalmiddleware.gateway.limiting;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many failures an address may cause in a time on this node, before it is asked to wait.
 *
 * <p>Counts IPv6 by /64 ({@link ClientNetwork}), and remembers the 20,000 addresses that failed last. Safe for use by several threads.
 */
public final class FailureBudget {
    private static final int MOST = 20_000;

    private final Map<String, Meter> failures = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Meter> eldest) {
            return size() > MOST;
        }
    };
    private final Rate rate;
    private final Clock clock;

    /** @param many failures at once, and in this time */
    public FailureBudget(int many, Duration per, Clock clock) {
        rate = Rate.of(Algorithm.TOKEN_BUCKET, many, per, many);
        this.clock = clock;
    }

    /** Milliseconds that the address has to wait; 0 if it may fail once more. */
    public synchronized long waiting(String address) {
        @Nullable Meter meter = failures.get(ClientNetwork.of(address));
        return meter == null ? 0 : meter.waiting(rate, clock.millis());
    }

    /** Counts a failure. */
    public synchronized void failed(String address) {
        long now = clock.millis();
        Meter meter = failures.computeIfAbsent(ClientNetwork.of(address), first -> new Meter(rate, now));
        if (meter.waiting(rate, now) == 0) {
            meter.take();
        }
    }
}
