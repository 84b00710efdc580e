package io.universalmiddleware.gateway.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The pools of all origins on this node.
 *
 * <p>A pool is made when its origin is first heard of, is the same object through all changes, and goes with its origin. {@link #tick}
 * does what is due by time: health checks, look-ups, ends of ejections.
 */
public final class Pools {
    /** How long a change waits for the names of new targets, so that the first requests find some. */
    private static final Duration FIRST_LOOKUP = Duration.ofSeconds(2);

    private final Surroundings surroundings;
    private final Finding finding;
    private final HealthProbe probe;
    private final Map<OriginKey, KeptPool> kept = new ConcurrentHashMap<>();
    private final Agenda agenda = new Agenda();

    public Pools(Surroundings surroundings, Finding finding, HealthProbe probe) {
        this.surroundings = surroundings;
        this.finding = finding;
        this.probe = probe;
    }

    /**
     * The pool of an origin, made if it is not there. Nothing is looked up or asked before {@link #apply}.
     *
     * @param config of a pool that is made; one that is there keeps its own
     */
    public OriginPool of(OriginKey key, PoolConfig config) {
        return kept.computeIfAbsent(key, made -> keep(made, config)).pool();
    }

    public Optional<OriginPool> find(OriginKey key) {
        return Optional.ofNullable(kept.get(key)).map(KeptPool::pool);
    }

    /** Every pool's state, in no order. */
    public List<PoolState> states() {
        return kept.values().stream().map(each -> each.pool().state()).toList();
    }

    /**
     * Has these origins and no others from now on. Waits a little for the addresses of targets that are new: not for an event loop.
     */
    public void apply(Map<OriginKey, PoolConfig> configs) {
        leave(configs.keySet());
        List<CompletableFuture<Void>> lookups = new ArrayList<>();
        new HashMap<>(configs).forEach((key, config) -> {
            KeptPool mine = kept.computeIfAbsent(key, made -> keep(made, config));
            boolean elsewhere = !mine.pool().isPlaced()
                    || !mine.pool().config().targets().equals(config.targets())
                    || !mine.pool().config().discovery().equals(config.discovery());
            if (mine.pool().config() != config) {
                mine.pool().configure(config);
            }
            if (elsewhere) {
                lookups.add(mine.locate());
            }
        });
        await(lookups);
    }

    /** Does what is due, in pools that are not at rest. Never blocks; call it many times a second, on one thread at a time. */
    public void tick() {
        agenda.look(surroundings.ticker().getAsLong());
    }

    private void leave(Set<OriginKey> staying) {
        kept.entrySet().removeIf(each -> {
            boolean gone = !staying.contains(each.getKey());
            if (gone) {
                each.getValue().leave();
            }
            return gone;
        });
    }

    private KeptPool keep(OriginKey key, PoolConfig config) {
        KeptPool made = new KeptPool(key, config, surroundings, finding, probe, agenda);
        agenda.call(made);
        return made;
    }

    private static void await(List<CompletableFuture<Void>> lookups) {
        CompletableFuture.allOf(lookups.toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, FIRST_LOOKUP.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(told -> null)
                .join();
    }
}
