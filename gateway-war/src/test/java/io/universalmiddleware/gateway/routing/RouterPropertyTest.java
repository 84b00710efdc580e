package io.universalmiddleware.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.gateway.http.FieldList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The router finds what somebody finds who tries every rule in the documented order. */
class RouterPropertyTest {
    private static final List<String> SEGMENTS = List.of("a", "b", "c");

    @Property(tries = 2_000)
    void findsWhatTryingEveryRuleFinds(
            @ForAll("rules") List<RouteRule<Integer>> rules, @ForAll("questions") List<RouteQuestion> questions) {
        Router<Integer> router = new Router<>(rules);

        for (RouteQuestion asked : questions) {
            assertThat(router.match(asked)).as("%s", asked).isEqualTo(naive(rules, asked));
        }
    }

    private static Integer naive(List<RouteRule<Integer>> rules, RouteQuestion asked) {
        record Hit(RouteRule<Integer> rule, int host) {}
        List<Hit> hits = new ArrayList<>();
        for (RouteRule<Integer> rule : rules) {
            RouteMatch match = rule.match();
            int host = host(match.hosts(), asked.host());
            if (host >= 0 && match.takes(asked.method()) && match.holds(asked) && covers(match.path(), asked.path())) {
                hits.add(new Hit(rule, host));
            }
        }
        return hits.stream()
                .min(Comparator.<Hit>comparingInt(hit -> -hit.rule().priority())
                        .thenComparingInt(hit -> -hit.host())
                        .thenComparing(hit -> hit.rule().match().path(), RouterPropertyTest::compare)
                        .thenComparingInt(hit -> -hit.rule().match().conditions())
                        .thenComparingInt(hit -> hit.rule().match().methods().isEmpty() ? 1 : 0)
                        .thenComparingInt(hit -> rules.indexOf(hit.rule())))
                .map(hit -> hit.rule().route())
                .orElse(null);
    }

    /** How specifically the hosts name this one: 0 for any, more for a longer suffix, most for itself; -1 if they do not. */
    private static int host(List<String> hosts, String host) {
        if (hosts.isEmpty()) {
            return 0;
        }
        int best = -1;
        for (String each : hosts) {
            if (each.equals(host)) {
                best = Math.max(best, 1_000);
            } else if (each.startsWith("*.") && host.endsWith(each.substring(1))) {
                best = Math.max(best, each.length());
            }
        }
        return best;
    }

    private static boolean covers(PathPattern pattern, String path) {
        if (pattern instanceof PathPattern.Exact exact) {
            return exact.path().equals(path);
        }
        if (pattern instanceof PathPattern.Prefix prefix) {
            return path.equals(prefix.path()) || path.startsWith(prefix.path() + '/');
        }
        if (pattern instanceof PathPattern.Regex regex) {
            return regex.pattern().matches(path);
        }
        PathPattern.Template template = (PathPattern.Template) pattern;
        String[] parts = path.substring(1).split("/", -1);
        int fixed = template.segments().size();
        boolean length = template.open() ? parts.length > fixed && !parts[fixed].isEmpty() : parts.length == fixed;
        for (int i = 0; length && i < fixed; i++) {
            String wanted = template.segments().get(i);
            length = wanted == null ? !parts[i].isEmpty() : wanted.equals(parts[i]);
        }
        return length;
    }

    private static int compare(PathPattern one, PathPattern other) {
        int kinds = Integer.compare(kind(one), kind(other));
        if (kinds != 0) {
            return kinds;
        }
        if (one instanceof PathPattern.Prefix a && other instanceof PathPattern.Prefix b) {
            return b.path().length() - a.path().length();
        }
        if (one instanceof PathPattern.Template a && other instanceof PathPattern.Template b) {
            for (int i = 0; i < Math.min(a.segments().size(), b.segments().size()); i++) {
                boolean left = a.segments().get(i) == null;
                if (left != (b.segments().get(i) == null)) {
                    return left ? 1 : -1;
                }
            }
            int longer = b.segments().size() - a.segments().size();
            return longer != 0 ? longer : Boolean.compare(a.open(), b.open());
        }
        return 0;
    }

    private static int kind(PathPattern path) {
        return path instanceof PathPattern.Exact
                ? 0
                : path instanceof PathPattern.Template ? 1 : path instanceof PathPattern.Prefix ? 2 : 3;
    }

    @Provide
    Arbitrary<List<RouteRule<Integer>>> rules() {
        Arbitrary<RouteMatch> matches = Combinators.combine(
                        patterns(),
                        Arbitraries.of("GET", "POST", "PUT").set().ofMaxSize(2),
                        Arbitraries.of("x.example", "*.example", "*.x.example", "y")
                                .list()
                                .uniqueElements()
                                .ofMaxSize(2),
                        Arbitraries.of(Map.of(), Map.of("F", "1"), Map.of("F", "*")),
                        Arbitraries.of(Map.of(), Map.of("q", "1")))
                .as((path, methods, hosts, fields, query) ->
                        new RouteMatch(path, Set.copyOf(methods), hosts, texts(fields), texts(query)));
        return Combinators.combine(matches, Arbitraries.integers().between(0, 1))
                .as((match, priority) -> new RouteRule<>(match, priority, 0))
                .list()
                .ofMaxSize(12)
                .map(RouterPropertyTest::numbered);
    }

    private static List<RouteRule<Integer>> numbered(List<RouteRule<Integer>> rules) {
        List<RouteRule<Integer>> numbered = new ArrayList<>();
        for (RouteRule<Integer> rule : rules) {
            numbered.add(new RouteRule<>(rule.match(), rule.priority(), numbered.size()));
        }
        return numbered;
    }

    private static Map<String, String> texts(Map<?, ?> map) {
        return map.isEmpty()
                ? Map.of()
                : Map.of(
                        String.valueOf(map.keySet().iterator().next()),
                        String.valueOf(map.values().iterator().next()));
    }

    private static Arbitrary<PathPattern> patterns() {
        Arbitrary<String> template = Arbitraries.of("a", "b", "c", "{p}")
                .list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .map(parts -> '/' + String.join("/", parts));
        return Arbitraries.oneOf(
                paths().map(PathPattern::exact),
                paths().map(PathPattern::prefix),
                template.map(PathPattern::template),
                template.map(text -> PathPattern.template(text + "/{rest*}")),
                Arbitraries.of("/a/[bc]", "/a.*", "/(a|b)/c", "/a/b/?c?", "/.*/c", "/b/c")
                        .map(PathPattern::regex));
    }

    private static Arbitrary<String> paths() {
        return Combinators.combine(Arbitraries.of(SEGMENTS).list().ofMaxSize(4), Arbitraries.of(true, false))
                .as((parts, slash) -> '/' + String.join("/", parts) + (slash && !parts.isEmpty() ? "/" : ""));
    }

    @Provide
    Arbitrary<List<RouteQuestion>> questions() {
        return Combinators.combine(
                        Arbitraries.of("GET", "HEAD", "POST", "DELETE"),
                        Arbitraries.of("x.example", "w.x.example", "y", "z"),
                        paths(),
                        Arbitraries.of("", "q=1", "q=2&q=1"),
                        Arbitraries.of(new FieldList(), FieldList.of("f", "1"), FieldList.of("f", "2")))
                .as((method, host, path, query, fields) ->
                        new RouteQuestion(method, host, path, query.isEmpty() ? null : query, fields))
                .list()
                .ofMinSize(5)
                .ofMaxSize(15);
    }
}
