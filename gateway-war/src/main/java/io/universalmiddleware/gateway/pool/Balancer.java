package io.universalmiddleware.gateway.pool;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A balancer chooses among the candidates of one view. Takes no lock. */
interface Balancer {
    /**
     * Chooses one.
     *
     * @param avoid those that are chosen only if there is nobody else
     */
    @Nullable
    Seat choose(Visitor request, Predicate<Member> avoid);

    /**
     * The balancer that a configuration asks for.
     *
     * @param seats all, whether candidates or not
     * @param cursor of round robin, which goes on over changes
     */
    static Balancer of(PoolConfig config, List<Seat> seats, View view, AtomicLong cursor, Surroundings surroundings) {
        List<Seat> among = view.candidates();
        Warmth warmth = new Warmth(config.slowStart().toNanos(), surroundings);
        Balancer drawn = new TwoChoices(among, warmth, surroundings);
        return switch (config.balance()) {
            case P2C -> drawn;
            case ROUND_ROBIN -> new RoundRobin(among, cursor, warmth);
            case LEAST_CONNECTIONS -> new LeastConnections(among, cursor, warmth);
            case CONSISTENT_HASH -> new ConsistentHash(config.hash(), seats, among, drawn);
        };
    }
}
