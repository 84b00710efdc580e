package io.universalmiddleware.gateway.control;

import io.universalmiddleware.gateway.versioning.VersionCallers;
import io.universalmiddleware.gateway.versioning.VersionCallers.Caller;
import io.universalmiddleware.persistence.configuration.VersionCallerRepository;
import io.universalmiddleware.persistence.configuration.VersionCallerRepository.VersionCaller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Who calls versions that are to end, in PostgreSQL; who has not called for {@link #KEPT} is forgotten. */
@ApplicationScoped
public class VersionCalls {
    static final Duration KEPT = Duration.ofDays(90);
    private static final int LISTED = 10_000;

    private VersionCallerRepository callers;
    private Clock clock;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected VersionCalls() {}

    @Inject
    VersionCalls(VersionCallerRepository callers, Clock clock) {
        this.callers = callers;
        this.clock = clock;
    }

    @Transactional
    public void add(List<Caller> counted) {
        callers.add(
                counted.stream()
                        .map(c -> new VersionCaller(
                                c.tenant(), c.route(), c.version(), c.caller(), c.calls(), c.first(), c.last()))
                        .toList(),
                VersionCallers.MAX,
                VersionCallers.OTHERS);
    }

    /** Those of a tenant, the busiest first: 10,000 at most. */
    @Transactional
    public List<Caller> of(String tenant) {
        return callers.of(tenant, LISTED).stream()
                .map(c -> new Caller(c.tenant(), c.route(), c.version(), c.caller(), c.calls(), c.first(), c.last()))
                .toList();
    }

    /** @return whether there may be more: never */
    @Transactional
    public boolean forget() {
        callers.forget(clock.instant().minus(KEPT));
        return false;
    }
}
