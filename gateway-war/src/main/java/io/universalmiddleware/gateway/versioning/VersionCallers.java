package io.universalmiddleware.gateway.versioning;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Version callers are who calls versions that are to end, on this node, until somebody takes the counts away to write them down.
 *
 * <p>Of each version at most {@value #MAX} callers are told apart; those beyond it are counted together as {@value #OTHERS}. What is
 * counted while counts are taken away is in these or in the next ones, never in both. Of a version that was ever called a few bytes stay.
 */
@ApplicationScoped
public class VersionCallers {
    public static final int MAX = 1_000;
    public static final String OTHERS = "others";

    private static final int LONGEST_NAME = 255;

    private Clock clock;
    private final Map<Version, Map<String, Caller>> counts = new ConcurrentHashMap<>();

    private record Version(String tenant, String route, String name) {}

    /**
     * One caller of one version.
     *
     * @param caller its id; empty for who did not say
     * @param first when the first of these calls was
     * @param last when the last of them was
     */
    public record Caller(
            String tenant, String route, String version, String caller, long calls, Instant first, Instant last) {
        private Caller plus(Caller more) {
            return new Caller(
                    tenant,
                    route,
                    version,
                    caller,
                    calls + more.calls,
                    first.isBefore(more.first) ? first : more.first,
                    last.isAfter(more.last) ? last : more.last);
        }

        private Caller as(String other) {
            return new Caller(tenant, route, version, other, calls, first, last);
        }
    }

    /** For the client proxy. */
    @SuppressWarnings("NullAway.Init")
    protected VersionCallers() {}

    @Inject
    public VersionCallers(Clock clock) {
        this.clock = clock;
    }

    /** Counts one call. @param caller as it calls itself, which need not be fit for a table */
    public void count(String tenant, String route, String version, String caller) {
        Instant now = clock.instant();
        String name =
                caller.substring(0, Math.min(caller.length(), LONGEST_NAME)).replace('\0', '\uFFFD');
        add(new Caller(tenant, route, version, name, 1, now, now));
    }

    /** Counts calls, as such that could not be written down. */
    public void add(Caller counted) {
        Map<String, Caller> callers = counts.computeIfAbsent(
                new Version(counted.tenant(), counted.route(), counted.version()), first -> new ConcurrentHashMap<>());
        boolean apart = callers.containsKey(counted.caller()) || callers.size() < MAX;
        Caller kept = apart ? counted : counted.as(OTHERS);
        callers.merge(kept.caller(), kept, Caller::plus);
    }

    /** Takes what was counted since it was called last. */
    public List<Caller> drain() {
        List<Caller> taken = new ArrayList<>();
        for (Map<String, Caller> callers : counts.values()) {
            for (String caller : callers.keySet()) {
                Caller counted = callers.remove(caller);
                if (counted != null) {
                    taken.add(counted);
                }
            }
        }
        return taken;
    }
}
