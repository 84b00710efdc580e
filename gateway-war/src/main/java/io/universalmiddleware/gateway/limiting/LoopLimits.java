package io.universalmiddleware.gateway.limiting;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The limits as one event loop sees them: it asks together for what came in one of its turns, and lets pass by itself what Redis
 * has lent it.
 *
 * <p>What is lent is good for the very limits by which it was, so that nothing is of one that was changed, and for two ticks at
 * most. Keeps 10,000 lendings; to whoever is beyond nothing is lent. Used on that loop alone.
 */
final class LoopLimits {
    private static final long TICK_MILLIS = 25;
    private static final int MOST = 10_000;

    /** Where requests are counted, and by which limits. */
    private record Place(LimitSet limits, String[] keys) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Place place && limits == place.limits && Arrays.equals(keys, place.keys);
        }

        @Override
        public int hashCode() {
            return 31 * limits.hashCode() + Arrays.hashCode(keys);
        }
    }

    private final Map<Place, Lending> lendings = new HashMap<>();
    private final Loop loop;
    private final BooleanSupplier shared;
    private final LimitQueue queue;
    private boolean ticking;

    /**
     * @param send asks Redis
     * @param shared whether Redis is there to be given something back
     */
    LoopLimits(Loop loop, Consumer<List<Check>> send, BooleanSupplier shared) {
        this.loop = loop;
        this.shared = shared;
        queue = new LimitQueue(loop, send);
    }

    /** Lets a request pass out of what is lent; null if nothing is. */
    @Nullable
    Decision lent(LimitSet limits, String[] keys) {
        @Nullable Lending lending = limits.lends() ? lendings.get(new Place(limits, keys)) : null;
        return lending == null ? null : lending.use();
    }

    /** Asks for a request of which nothing is lent. */
    void ask(LimitSet limits, String[] keys, Consumer<Decision> then) {
        @Nullable Lending lending = limits.lends() ? lending(new Place(limits, keys)) : null;
        int want = lending == null ? 0 : lending.want();
        queue.add(new Check(limits, keys, want, 0, answer -> {
            if (lending != null && want > 0) {
                lending.answered(answer);
            }
            then.accept(answer.decision());
        }));
    }

    private @Nullable Lending lending(Place place) {
        @Nullable Lending known = lendings.get(place);
        if (known != null || lendings.size() >= MOST) {
            return known;
        }
        Lending lending = new Lending();
        lendings.put(place, lending);
        if (!ticking) {
            ticking = true;
            loop.after(TICK_MILLIS, this::tick);
        }
        return lending;
    }

    private void tick() {
        ticking = !lendings.isEmpty();
        if (ticking) {
            loop.after(TICK_MILLIS, this::tick);
        }
        Iterator<Map.Entry<Place, Lending>> each = lendings.entrySet().iterator();
        while (each.hasNext()) {
            Map.Entry<Place, Lending> entry = each.next();
            Place place = entry.getKey();
            Lending lending = entry.getValue();
            int unused = lending.tick();
            if (unused > 0 && shared.getAsBoolean()) {
                queue.add(new Check(place.limits(), place.keys(), -unused, lending.since(), answer -> {}));
            }
            if (lending.isIdle()) {
                each.remove();
            }
        }
    }
}
