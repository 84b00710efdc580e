package io.universalmiddleware.gateway.versioning;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Version callers are who still calls a version that is to end, on this node and since it started.
 *
 * <p>At most {@value #MAX} callers are told apart; those beyond it are counted together as {@value #OTHERS}.
 */
@ApplicationScoped
public class VersionCallers {
    static final int MAX = 10_000;
    static final String OTHERS = "others";

    private Clock clock;
    private final ConcurrentHashMap<Key, Count> counts = new ConcurrentHashMap<>();

    private record Key(String tenant, String route, String version, String caller) {}

    private static final class Count {
        final LongAdder calls = new LongAdder();
        final AtomicLong last = new AtomicLong();
    }

    /**
     * One caller of one version.
     *
     * @param caller its id; empty for who did not say
     */
    public record Caller(String tenant, String route, String version, String caller, long calls, Instant last) {}

    /** For the client proxy. */
    @SuppressWarnings("NullAway.Init")
    protected VersionCallers() {}

    @Inject
    public VersionCallers(Clock clock) {
        this.clock = clock;
    }

    /** Counts one call. */
    public void count(String tenant, String route, String version, String caller) {
        Key key = new Key(tenant, route, version, caller);
        Count count = counts.get(key);
        if (count == null) {
            Key kept = counts.size() < MAX ? key : new Key(tenant, route, version, OTHERS);
            count = counts.computeIfAbsent(kept, first -> new Count());
        }
        count.calls.increment();
        count.last.set(clock.millis());
    }

    /** Those of a tenant, the busiest first. */
    public List<Caller> of(String tenant) {
        return counts.entrySet().stream()
                .filter(entry -> entry.getKey().tenant().equals(tenant))
                .map(entry -> new Caller(
                        tenant,
                        entry.getKey().route(),
                        entry.getKey().version(),
                        entry.getKey().caller(),
                        entry.getValue().calls.sum(),
                        Instant.ofEpochMilli(entry.getValue().last.get())))
                .sorted(Comparator.comparingLong(Caller::calls).reversed())
                .toList();
    }
}
