package io.universalmiddleware.gateway.pool;

/** Warmth is the share that a target takes while it starts slowly. */
final class Warmth {
    private final long slowStartNanos;
    private final Surroundings surroundings;

    Warmth(long slowStartNanos, Surroundings surroundings) {
        this.slowStartNanos = slowStartNanos;
        this.surroundings = surroundings;
    }

    /** From 0.1 to 1. */
    double of(Member member) {
        return slowStartNanos == 0 ? 1 : member.warmth(surroundings.ticker().getAsLong(), slowStartNanos);
    }

    /** Whether a member that is due takes this request, decided by chance. */
    boolean takes(Member member) {
        double warmth = of(member);
        return warmth >= 1 || surroundings.random().get().nextDouble() < warmth;
    }
}
