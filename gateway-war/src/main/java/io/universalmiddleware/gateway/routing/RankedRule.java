package io.universalmiddleware.gateway.routing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rule for one host, and where it stands among all of its router.
 *
 * @param host null for any
 * @param rank 0 goes first; no two are equal
 * @param unconditional whether it takes whatever has its path and host
 */
record RankedRule<R>(RouteMatch match, @Nullable String host, R route, int rank, boolean unconditional) {
    private record Candidate<R>(RouteRule<R> rule, @Nullable String host) {}

    static <R> List<RankedRule<R>> ranked(List<RouteRule<R>> rules) {
        List<Candidate<R>> candidates = new ArrayList<>();
        for (RouteRule<R> rule : rules) {
            if (rule.match().hosts().isEmpty()) {
                candidates.add(new Candidate<>(rule, null));
            }
            rule.match().hosts().forEach(host -> candidates.add(new Candidate<>(rule, host)));
        }
        candidates.sort(order());
        List<RankedRule<R>> ranked = new ArrayList<>(candidates.size());
        for (Candidate<R> next : candidates) {
            RouteMatch match = next.rule().match();
            boolean unconditional = match.methods().isEmpty() && match.conditions() == 0;
            ranked.add(new RankedRule<>(match, next.host(), next.rule().route(), ranked.size(), unconditional));
        }
        return ranked;
    }

    private static <R> Comparator<Candidate<R>> order() {
        return Comparator.<Candidate<R>>comparingInt(c -> -c.rule().priority())
                .thenComparingInt(c -> hostKind(c.host()))
                .thenComparingInt(c -> c.host() == null ? 0 : -c.host().length())
                .thenComparing(c -> c.rule().match().path(), RankedRule::comparePaths)
                .thenComparingInt(c -> -c.rule().match().conditions())
                .thenComparingInt(c -> c.rule().match().methods().isEmpty() ? 1 : 0);
    }

    private static int hostKind(@Nullable String host) {
        return host == null ? 2 : host.startsWith("*.") ? 1 : 0;
    }

    private static int comparePaths(PathPattern one, PathPattern other) {
        if (one instanceof PathPattern.Template a && other instanceof PathPattern.Template b) {
            return compareTemplates(a, b);
        }
        if (one instanceof PathPattern.Prefix a && other instanceof PathPattern.Prefix b) {
            return Integer.compare(b.path().length(), a.path().length());
        }
        return Integer.compare(kind(one), kind(other));
    }

    private static int compareTemplates(PathPattern.Template one, PathPattern.Template other) {
        int common = Math.min(one.segments().size(), other.segments().size());
        for (int i = 0; i < common; i++) {
            boolean literal = one.segments().get(i) != null;
            if (literal != (other.segments().get(i) != null)) {
                return literal ? -1 : 1;
            }
        }
        int longer = Integer.compare(other.segments().size(), one.segments().size());
        return longer != 0 ? longer : Boolean.compare(one.open(), other.open());
    }

    private static int kind(PathPattern path) {
        if (path instanceof PathPattern.Exact) {
            return 0;
        }
        if (path instanceof PathPattern.Template) {
            return 1;
        }
        return path instanceof PathPattern.Prefix ? 2 : 3;
    }
}
