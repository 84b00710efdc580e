package io.universalmiddleware.gateway.proxy;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The meters of tenants' routes: how many requests, how long, of which class of status.
 *
 * <p>Bounded: what comes after the most that are told apart is counted as {@code other}, and what is not configured any more
 * goes.
 */
final class RouteMeters {
    /** A route, by its tenant's slug and its own name. */
    record Key(String tenant, String route) {}

    /** The meters of one route. */
    final class Meters {
        private final Key key;
        private final AtomicReferenceArray<@Nullable Timer> byClass = new AtomicReferenceArray<>(5);

        private Meters(Key key) {
            this.key = key;
        }

        void record(int status, long nanos) {
            int index = Math.min(5, Math.max(1, status / 100)) - 1;
            Timer timer = byClass.get(index);
            if (timer == null) {
                timer = Timer.builder("um.edge.route.requests")
                        .description("Time from a request's head to the end of its answer, of tenants' routes.")
                        .tags("tenant", key.tenant(), "route", key.route(), "status", (index + 1) + "xx")
                        .register(registry);
                byClass.set(index, timer);
            }
            timer.record(nanos, TimeUnit.NANOSECONDS);
        }

        private void remove() {
            for (int i = 0; i < byClass.length(); i++) {
                Timer timer = byClass.getAndSet(i, null);
                if (timer != null) {
                    registry.remove(timer);
                }
            }
        }
    }

    private final MeterRegistry registry;
    private final int most;
    private final Map<Key, Meters> known = new ConcurrentHashMap<>();
    private final Meters others = new Meters(new Key("other", "other"));

    RouteMeters(MeterRegistry registry, int most) {
        this.registry = registry;
        this.most = most;
    }

    Meters of(String tenant, String route) {
        Key key = new Key(tenant, route);
        Meters meters = known.get(key);
        if (meters != null) {
            return meters;
        }
        return known.size() < most ? known.computeIfAbsent(key, Meters::new) : others;
    }

    /** Forgets every route but these. */
    void keep(Set<Key> routes) {
        known.entrySet().removeIf(entry -> {
            boolean gone = !routes.contains(entry.getKey());
            if (gone) {
                entry.getValue().remove();
            }
            return gone;
        });
    }
}
