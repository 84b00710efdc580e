package io.universalmiddleware.gateway.pool;

import io.universalmiddleware.gateway.tls.HandshakeFault;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A kept pool is a pool with what keeps it current: its health checks, its look-ups, the ends of ejections. Once its origin is gone, only who
 * waits in it is looked after, until no route of an earlier snapshot leads to it.
 */
final class KeptPool extends Agenda.Item {
    private static final Duration FAREWELL = Duration.ofMinutes(1);

    private final Agenda agenda;
    private final OriginPool pool;
    private final Locating locating;
    private final HealthProbe probe;
    private volatile @Nullable Long leftAt;

    KeptPool(
            OriginKey key,
            PoolConfig config,
            Surroundings surroundings,
            Finding finding,
            HealthProbe probe,
            Agenda agenda) {
        this.probe = probe;
        this.agenda = agenda;
        pool = new OriginPool(key, config, surroundings, () -> agenda.call(this));
        locating = new Locating(pool, finding);
    }

    OriginPool pool() {
        return pool;
    }

    /** Looks its targets up anew; done when the pool knows. */
    CompletableFuture<Void> locate() {
        return locating.locate();
    }

    /** Its origin is no more. */
    void leave() {
        leftAt = pool.now();
        agenda.call(this);
    }

    @Override
    boolean isGone() {
        Long since = leftAt;
        return since != null && pool.isIdle() && pool.now() - since > FAREWELL.toNanos();
    }

    @Override
    long look() {
        if (leftAt != null) {
            return pool.expire(FAREWELL.plusNanos(1));
        }
        long due = pool.tick();
        if (pool.isPlaced()) {
            if (locating.dueNanos() - pool.now() <= 0) {
                locating.locate();
            }
            due = sooner(due, locating.dueNanos());
        }
        pool.dueForCheck().forEach(this::check);
        return sooner(due, pool.nextCheck(due));
    }

    private static long sooner(long one, long other) {
        return one - other < 0 ? one : other;
    }

    private void check(Member member) {
        HealthConfig rules = pool.config().health().orElse(null);
        if (rules == null) {
            pool.checked(member, false, "is not checked any more");
            return;
        }
        Target target =
                member.endpoint.target(pool.config().protocol(), pool.config().trust());
        try {
            probe.ask(target, rules.path(), rules.timeout())
                    .whenComplete(
                            (status, fault) -> pool.checked(member, succeeded(rules, status), how(status, fault)));
        } catch (RuntimeException cannotAsk) {
            pool.checked(member, false, "cannot be asked");
        }
    }

    private static boolean succeeded(HealthConfig rules, @Nullable Integer status) {
        return status != null && rules.statuses().contains(status);
    }

    private static String how(@Nullable Integer status, @Nullable Throwable fault) {
        if (status != null) {
            return "answers " + status;
        }
        return Optional.ofNullable(fault)
                .flatMap(HandshakeFault::reason)
                .map(reason -> "no secure connection: " + reason)
                .orElse("no answer");
    }
}
