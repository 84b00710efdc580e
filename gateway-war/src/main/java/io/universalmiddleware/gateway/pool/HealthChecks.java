package io.universalmiddleware.gateway.pool;

import java.util.ArrayList;
import java.util.List;

/** When the members of a pool are checked, and what a result says. Everything happens under the pool's lock. */
final class HealthChecks {
    /** Checks are spread by so much, so that they do not come all at once. */
    private static final double JITTER = 0.1;

    private HealthChecks() {}

    /** The members whose check is due; each is noted as being checked. */
    static List<Member> due(List<Member> members, long nowNanos) {
        List<Member> due = new ArrayList<>();
        for (Member member : members) {
            HealthRecord health = member.health;
            if (!health.asking && (!health.asked || nowNanos - health.dueNanos >= 0)) {
                health.asking = true;
                due.add(member);
            }
        }
        return due;
    }

    /** When the next of those is due who are not being checked; at the latest when {@code otherwise} says. */
    static long next(List<Member> members, long otherwise) {
        long next = otherwise;
        for (Member member : members) {
            HealthRecord health = member.health;
            if (!health.asking && health.asked && health.dueNanos - next < 0) {
                next = health.dueNanos;
            }
        }
        return next;
    }

    /**
     * Takes a result, and says when the next check is.
     *
     * @return whether the member's state is to become what the result says
     */
    static boolean took(Member member, boolean success, HealthConfig rules, Surroundings surroundings) {
        long interval = rules.interval().toNanos();
        double spread = JITTER * (2 * surroundings.random().get().nextDouble() - 1);
        member.health.dueNanos = surroundings.ticker().getAsLong() + interval + (long) (interval * spread);
        return member.health.took(success, member.isDown(), rules);
    }
}
