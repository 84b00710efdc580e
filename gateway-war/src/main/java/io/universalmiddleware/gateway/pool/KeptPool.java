package io.universalmiddleware.gateway.pool;

import io.universalmiddleware.gateway.tls.HandshakeFault;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A kept pool is a pool with what keeps it current: its health checks, its look-ups, the ends of ejections. */
final class KeptPool extends Agenda.Item {
    private final OriginPool pool;
    private final Locating locating;
    private final HealthProbe probe;
    private volatile boolean gone;

    KeptPool(
            OriginKey key,
            PoolConfig config,
            Surroundings surroundings,
            Finding finding,
            HealthProbe probe,
            Agenda agenda) {
        this.probe = probe;
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
    void go() {
        gone = true;
    }

    @Override
    boolean isGone() {
        return gone;
    }

    @Override
    long look() {
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
