package io.universalmiddleware.gateway.routing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One search of a router: what is asked, and the best rule until now, or all whatever their methods. */
final class RouteSearch<R> {
    private final RouteQuestion asked;
    private final @Nullable List<RankedRule<R>> all;
    private @Nullable RankedRule<R> found;
    private int rank = Integer.MAX_VALUE;

    /** @param all takes every rule that would hold with another method; null to find the best one */
    RouteSearch(RouteQuestion asked, @Nullable List<RankedRule<R>> all) {
        this.asked = asked;
        this.all = all;
    }

    RouteQuestion asked() {
        return asked;
    }

    @Nullable
    RankedRule<R> found() {
        return found;
    }

    /** Whether a rule of this rank would be better than what has been found. */
    boolean wants(int other) {
        return other < rank;
    }

    /** Looks at rules whose path and host match, the better ones first. */
    void consider(List<RankedRule<R>> rules) {
        // by index: an iterator for each list would be most of what a look-up allocates
        for (int i = 0; i < rules.size() && wants(rules.get(i).rank()); i++) {
            consider(rules.get(i));
        }
    }

    void consider(RankedRule<R> rule) {
        if (all != null) {
            if (rule.match().holds(asked)) {
                all.add(rule);
            }
        } else if (rule.unconditional()
                || (rule.match().takes(asked.method()) && rule.match().holds(asked))) {
            found = rule;
            rank = rule.rank();
        }
    }
}
