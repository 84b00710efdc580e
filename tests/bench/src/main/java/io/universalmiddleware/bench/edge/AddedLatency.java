package io.universalmiddleware.bench.edge;

import io.universalmiddleware.bench.Figure;
import io.universalmiddleware.bench.Run;
import io.universalmiddleware.bench.load.Latencies;
import io.universalmiddleware.bench.load.OpenLoop;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a proxy adds to the latency of its origin at a steady rate: its percentile less that of the origin asked straight, at the same rate in
 * the round just before.
 */
final class AddedLatency {
    private static final Duration WARM_UP = Duration.ofSeconds(3);

    private final Run run;
    private final double perSecond;
    private final List<Double> middle = new ArrayList<>();
    private final List<Double> slowest = new ArrayList<>();
    private final List<Double> peersMiddle = new ArrayList<>();
    private final List<Double> peersSlowest = new ArrayList<>();

    AddedLatency(Run run, double perSecond) {
        this.run = run;
        this.perSecond = perSecond;
    }

    List<Figure> measure(URI origin, URI edge, URI nginx) throws Exception {
        try (OpenLoop straight = OpenLoop.on(origin, Map.of());
                OpenLoop through = OpenLoop.on(edge, Served.to(Served.TENANT));
                OpenLoop peer = OpenLoop.on(nginx, Map.of())) {
            for (OpenLoop loop : List.of(straight, through, peer)) {
                loop.run(perSecond, WARM_UP);
            }
            for (int i = 0; i < run.rounds(); i++) {
                Latencies without = round("origin", straight);
                add(without, round("edge", through), middle, slowest);
                add(without, round("nginx", peer), peersMiddle, peersSlowest);
            }
        }
        return List.of(
                Figure.beside("edge.added.p50", Figure.median(middle), "ms", "nginx", Figure.median(peersMiddle)),
                Figure.beside("edge.added.p99", Figure.median(slowest), "ms", "nginx", Figure.median(peersSlowest)));
    }

    private Latencies round(String name, OpenLoop loop) throws InterruptedException {
        Latencies seen = loop.run(perSecond, run.round());
        run.say(
                "%,.0f/s, %s: p50 %.3f ms, p90 %.3f ms, p99 %.3f ms, p99.9 %.3f ms",
                perSecond, name, seen.millis(0.5), seen.millis(0.9), seen.millis(0.99), seen.millis(0.999));
        return seen;
    }

    private static void add(Latencies without, Latencies with, List<Double> middle, List<Double> slowest) {
        middle.add(with.millis(0.5) - without.millis(0.5));
        slowest.add(with.millis(0.99) - without.millis(0.99));
    }
}
