package io.universalmiddleware.gateway.upkeep;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.universalmiddleware.gateway.pool.PoolState;
import io.universalmiddleware.gateway.pool.Pools;
import io.universalmiddleware.gateway.pool.TargetState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * Shows the pools as metrics: {@code um_edge_target_*} of each target, {@code um_edge_origin_*} of each origin.
 *
 * <p>Their number is bounded: of the targets beyond the bound nothing is shown. What goes takes its meters with it.
 */
final class TargetMeters {
    static final int MOST_TARGETS = 1_000;

    /** What a meter shows; replaced at each look, read at each scrape. */
    private static final class Shown<S> {
        private volatile S state;
        private final List<Meter> meters = new ArrayList<>();

        Shown(S state) {
            this.state = state;
        }
    }

    private record Place(String tenant, String origin, String url, String address) {}

    private final MeterRegistry registry;
    private final Map<Place, Shown<TargetState>> targets = new HashMap<>();
    private final Map<Place, Shown<PoolState>> origins = new HashMap<>();

    TargetMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Brings what is shown up to date. One thread at a time. */
    void look(Pools pools) {
        Set<Place> seen = new HashSet<>();
        for (PoolState pool : pools.states()) {
            Place origin = new Place(pool.tenant(), pool.origin(), "", "");
            seen.add(origin);
            Shown<PoolState> known = origins.get(origin);
            if (known != null) {
                known.state = pool;
            } else if (origins.size() < MOST_TARGETS) {
                origins.put(origin, shown(origin, pool));
            }
            for (TargetState target : pool.targets()) {
                Place place = new Place(pool.tenant(), pool.origin(), target.url(), target.address());
                seen.add(place);
                Shown<TargetState> shown = targets.get(place);
                if (shown != null) {
                    shown.state = target;
                } else if (targets.size() < MOST_TARGETS) {
                    targets.put(place, shown(place, target));
                }
            }
        }
        forget(targets, seen);
        forget(origins, seen);
    }

    private <S> void forget(Map<Place, Shown<S>> shown, Set<Place> seen) {
        shown.entrySet().removeIf(each -> {
            boolean gone = !seen.contains(each.getKey());
            if (gone) {
                each.getValue().meters.forEach(registry::remove);
            }
            return gone;
        });
    }

    private Shown<TargetState> shown(Place place, TargetState state) {
        Shown<TargetState> shown = new Shown<>(state);
        Tags tags = tags(place).and("target", place.url(), "address", place.address());
        shown.meters.add(
                Gauge.builder("um.edge.target.up", shown, s -> s.state.state().equals("up") ? 1 : 0)
                        .description("Whether the target gets requests: 1, or 0 while it is down or ejected.")
                        .tags(tags)
                        .register(registry));
        shown.meters.add(Gauge.builder("um.edge.target.in.flight", shown, s -> s.state.inFlight())
                .description("Requests, streams and tunnels that the target has now.")
                .tags(tags)
                .register(registry));
        shown.meters.add(Gauge.builder("um.edge.target.latency", shown, s -> s.state.latencyMicros() / 1e6)
                .description("Moving average of the time to the head of an answer, that follows peaks.")
                .baseUnit("seconds")
                .tags(tags)
                .register(registry));
        shown.meters.add(attempts(shown, tags, "answered", s -> s.state.answered()));
        shown.meters.add(attempts(shown, tags, "failed", s -> s.state.failed()));
        return shown;
    }

    private Meter attempts(
            Shown<TargetState> shown, Tags tags, String outcome, ToDoubleFunction<Shown<TargetState>> count) {
        return FunctionCounter.builder("um.edge.target.attempts", shown, count)
                .description("Requests sent to the target, by whether it answered below 500.")
                .tags(tags.and("outcome", outcome))
                .register(registry);
    }

    private Shown<PoolState> shown(Place place, PoolState state) {
        Shown<PoolState> shown = new Shown<>(state);
        Tags tags = tags(place);
        shown.meters.add(Gauge.builder("um.edge.origin.breaker.open", shown, s -> open(s.state))
                .description("1 while nothing is sent to the origin, 0.5 while it is probed, else 0.")
                .tags(tags)
                .register(registry));
        shown.meters.add(Gauge.builder("um.edge.origin.in.flight", shown, s -> s.state.inFlight())
                .description("Requests that the origin has now, streams and tunnels not among them.")
                .tags(tags)
                .register(registry));
        shown.meters.add(Gauge.builder("um.edge.origin.waiting", shown, s -> s.state.waiting())
                .description("Requests that wait for others of the origin to end.")
                .tags(tags)
                .register(registry));
        return shown;
    }

    private static double open(PoolState state) {
        return switch (state.breaker().state()) {
            case "open" -> 1;
            case "half-open" -> 0.5;
            default -> 0;
        };
    }

    private static Tags tags(Place place) {
        return Tags.of("tenant", place.tenant(), "origin", place.origin());
    }
}
