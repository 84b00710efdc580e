package io.universalmiddleware.bench;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a figure is to reach.
 *
 * @param least whether the bound is the lower one
 * @param ofRatio whether it bounds the ratio to the peer, and not the value
 */
record Reach(String name, double bound, boolean least, boolean ofRatio) {
    private static final List<Reach> ALL = List.of(
            timesThePeer("intake.edge.accepted", 1.5),
            atMost("intake.edge.p99", 20),
            timesThePeer("intake.jaxrs.accepted", 0.6),
            atMost("relay.p50", 5),
            partOfThePeer("relay.p50", 1),
            atMost("relay.p99", 20),
            partOfThePeer("relay.p99", 1),
            atLeast("relay.backlog", 15_000),
            timesThePeer("relay.backlog", 2),
            atMost("loop.p50", 20),
            atMost("loop.p99", 80),
            timesThePeer("hub.delivered", 1.5),
            timesThePeer("hub.delivered-per-cpu", 1.5),
            atMost("hub.p99", 10),
            partOfThePeer("steady.p50", 1.1),
            partOfThePeer("steady.p99", 1.1),
            partOfThePeer("steady.heap", 1.1),
            atLeast("hub.idle.connections", 10_000),
            atMost("hub.idle.heap", 15),
            timesThePeer("views.near", 10),
            timesThePeer("edge.bare.200B.nginx", 0.75),
            timesThePeer("edge.bare.10KB.nginx", 0.75),
            timesThePeer("edge.bare.200B.spring", 1.7),
            timesThePeer("edge.bare.10KB.spring", 1.7),
            timesThePeer("edge.guarded.200B.nginx", 0.55),
            timesThePeer("edge.guarded.10KB.nginx", 0.55),
            timesThePeer("edge.guarded.200B.spring", 1.2),
            timesThePeer("edge.guarded.10KB.spring", 1.2),
            atMost("edge.added.p50", 0.3),
            atMost("edge.added.p99", 2),
            timesThePeer("edge.near.200B", 0.85),
            timesThePeer("edge.near.10KB", 0.85),
            timesThePeer("edge.routes", 0.95),
            atMost("edge.large.down.growth", 64),
            atMost("edge.large.up.growth", 64),
            timesThePeer("edge.views", 10),
            atMost("identity.known.p50", 100),
            partOfThePeer("logins.others.p99", 1.1),
            atMost("memory.rest", 1_600),
            atMost("memory.heap", 512),
            atMost("start.warm", 20));

    /** What the figure should reach and whether it did; empty where nothing is asked. */
    static String verdict(Figure figure) {
        return ALL.stream()
                .filter(reach -> reach.name.equals(figure.name()))
                .map(reach -> reach.judge(figure))
                .collect(Collectors.joining(", "));
    }

    private String judge(Figure figure) {
        Double ratio = figure.ratio();
        double reached = !ofRatio ? figure.value() : ratio == null ? Double.NaN : ratio;
        boolean held = least ? reached >= bound : reached <= bound;
        return String.format(
                Locale.ROOT,
                "%s %s%s %s",
                least ? ">=" : "<=",
                plain(bound),
                ofRatio ? " x" : "",
                held ? "ok" : "MISSED");
    }

    private static String plain(double bound) {
        return bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound);
    }

    private static Reach atLeast(String name, double bound) {
        return new Reach(name, bound, true, false);
    }

    private static Reach atMost(String name, double bound) {
        return new Reach(name, bound, false, false);
    }

    private static Reach timesThePeer(String name, double bound) {
        return new Reach(name, bound, true, true);
    }

    private static Reach partOfThePeer(String name, double bound) {
        return new Reach(name, bound, false, true);
    }
}
