package io.universalmiddleware.gateway.routing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rules for one host by their paths: exact ones hashed, the others in a trie of segments. Once all are added it is made compact:
 * with ten thousand routes a look-up costs what it touches, for little of that is in a processor's cache.
 */
final class PathTable<R> {

    /** What is known of the paths that begin with the segments up to here. */
    private static final class Node<R> {
        private Map<String, Node<R>> literals = new HashMap<>();
        private @Nullable Node<R> parameter;
        private List<RankedRule<R>> here = new ArrayList<>();
        private List<RankedRule<R>> below = new ArrayList<>();
        private List<RankedRule<R>> further = new ArrayList<>();
        private List<RankedRule<R>> expressions = new ArrayList<>();
        private int best = Integer.MAX_VALUE;

        /** All that are empty become the same one. */
        void compact() {
            literals.values().forEach(Node::compact);
            literals = Map.copyOf(literals);
            if (parameter != null) {
                parameter.compact();
            }
            here = List.copyOf(here);
            below = List.copyOf(below);
            further = List.copyOf(further);
            expressions = List.copyOf(expressions);
        }
    }

    private Map<String, List<RankedRule<R>>> exact = new HashMap<>();
    private final Node<R> root = new Node<>();

    /** To be called in the order of ranks. */
    void add(RankedRule<R> rule) {
        PathPattern path = rule.match().path();
        if (path instanceof PathPattern.Exact one) {
            exact.computeIfAbsent(one.path(), p -> new ArrayList<>(1)).add(rule);
        } else if (path instanceof PathPattern.Template template) {
            Node<R> end = node(template.segments(), rule.rank());
            (template.open() ? end.further : end.here).add(rule);
        } else if (path instanceof PathPattern.Prefix prefix) {
            node(segments(prefix.path()), rule.rank()).below.add(rule);
        } else if (path instanceof PathPattern.Regex regex) {
            node(segments(regex.literal()), rule.rank()).expressions.add(rule);
        }
    }

    /** Nothing is added afterwards. */
    void compact() {
        exact = Map.copyOf(exact);
        root.compact();
    }

    void search(RouteSearch<R> search) {
        if (!exact.isEmpty()) {
            List<RankedRule<R>> same = exact.get(search.asked().path());
            if (same != null) {
                search.consider(same);
            }
        }
        walk(root, 1, search);
    }

    /** @param from where the next segment begins; behind the path's end if there is none */
    private void walk(Node<R> node, int from, RouteSearch<R> search) {
        if (!search.wants(node.best)) {
            return;
        }
        String path = search.asked().path();
        search.consider(node.below);
        consider(node.expressions, path, search);
        if (from > path.length()) {
            search.consider(node.here);
            return;
        }
        int slash = path.indexOf('/', from);
        int end = slash < 0 ? path.length() : slash;
        if (end > from) {
            search.consider(node.further);
        }
        if (!node.literals.isEmpty()) {
            Node<R> literal = node.literals.get(path.substring(from, end));
            if (literal != null) {
                walk(literal, end + 1, search);
            }
        }
        if (node.parameter != null && end > from) {
            walk(node.parameter, end + 1, search);
        }
    }

    private void consider(List<RankedRule<R>> expressions, String path, RouteSearch<R> search) {
        for (RankedRule<R> rule : expressions) {
            if (!search.wants(rule.rank())) {
                return;
            }
            if (rule.match().path() instanceof PathPattern.Regex regex
                    && regex.pattern().matches(path)) {
                search.consider(rule);
            }
        }
    }

    private Node<R> node(List<@Nullable String> segments, int rank) {
        Node<R> node = root;
        node.best = Math.min(node.best, rank);
        for (String segment : segments) {
            Node<R> next;
            if (segment == null) {
                next = node.parameter == null ? new Node<>() : node.parameter;
                node.parameter = next;
            } else {
                next = node.literals.computeIfAbsent(segment, s -> new Node<>());
            }
            next.best = Math.min(next.best, rank);
            node = next;
        }
        return node;
    }

    private static List<@Nullable String> segments(String path) {
        return path.isEmpty() ? List.of() : List.of(path.substring(1).split("/", -1));
    }
}
