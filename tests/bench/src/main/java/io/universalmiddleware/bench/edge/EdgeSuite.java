package io.universalmiddleware.bench.edge;

import io.universalmiddleware.bench.Figure;
import io.universalmiddleware.bench.Run;
import io.universalmiddleware.bench.Suite;
import io.universalmiddleware.bench.load.Load;
import io.universalmiddleware.bench.stack.MeasuredStack;
import io.universalmiddleware.bench.views.ViewReads;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The edge before an origin of another process, beside nginx as a proxy and Spring Cloud Gateway before the same origin. Each figure is also
 * told by the second of the proxy's processor time, since load, origin and proxies share the machine.
 */
public final class EdgeSuite implements Suite {
    private static final double HALF = 0.5;
    private static final long SPARE_MEBIBYTES = 1;

    @Override
    public String name() {
        return "edge";
    }

    @Override
    public String about() {
        return "the edge as a gateway at 64 connections, beside nginx and Spring Cloud Gateway";
    }

    @Override
    public List<Figure> measure(Run run) throws Exception {
        Path scratch = run.results().resolve("work").resolve(name());
        try (Nginx origin = Nginx.origin(scratch.resolve("origin"), run.largeBody());
                Nginx nginx = Nginx.proxy(scratch.resolve("nginx"), origin);
                Sink sink = Sink.open();
                MeasuredStack stack = MeasuredStack.started(run, "edge-stack", settings(run))) {
            Ground ground =
                    new Ground(scratch, stack, origin, nginx, new Served(stack, origin.address(), sink.address()));
            ground.served().few();
            List<Figure> figures = new ArrayList<>();
            for (Part part : Part.values()) {
                if (run.parts().isEmpty() || run.parts().contains(part)) {
                    figures.addAll(measure(part, run, ground));
                }
            }
            return figures;
        }
    }

    private static Map<String, Object> settings(Run run) {
        return Map.of(
                "um.roles",
                "gateway,cache",
                "um.operator-tenant",
                MeasuredStack.TENANT,
                "um.edge.max-body-mb",
                (run.largeBody() >> 20) + SPARE_MEBIBYTES);
    }

    private static List<Figure> measure(Part part, Run run, Ground ground) throws Exception {
        return switch (part) {
            case PROXY -> new Proxying(run, ground).measure();
            case LATENCY -> latency(run, ground);
            case NEAR -> near(run, ground);
            case LARGE -> large(run, ground);
            case VIEWS -> ViewReads.measure(run, ground.stack(), "edge.views");
            case ROUTES -> new ManyRoutes(run, ground).measure();
        };
    }

    private static List<Figure> latency(Run run, Ground ground) throws Exception {
        Contest contest = new Contest(run, ground.processes());
        Contestant edge = ground.edgeAt("/small");
        contest.warm(edge);
        Load most = Contest.score(contest.hold("closed loop", List.of(edge)), edge.name())
                .load();
        return new AddedLatency(run, most.perSecond() * HALF)
                .measure(
                        ground.origin().address().resolve("/small"),
                        ground.edge("/small"),
                        ground.nginx().address().resolve("/small"));
    }

    private static List<Figure> near(Run run, Ground ground) throws Exception {
        Contest contest = new Contest(run, ground.processes());
        List<Figure> figures = new ArrayList<>();
        for (String size : List.of("small", "larger")) {
            List<Contestant> contestants = List.of(ground.edgeAt("/cached/" + size), ground.nginxAt("/cached/" + size));
            for (Contestant contestant : contestants) {
                contest.warm(contestant);
            }
            Map<String, Score> scores = contest.hold("near, " + size, contestants);
            figures.addAll(Score.beside(
                    "edge.near." + (size.equals("small") ? "200B" : "10KB"),
                    Contest.score(scores, Ground.EDGE),
                    Contest.score(scores, ground.nginx().name())));
        }
        return figures;
    }

    private static List<Figure> large(Run run, Ground ground) throws Exception {
        new Contest(run, ground.processes()).warm(ground.edgeAt("/larger"));
        return new LargeBodies(run, ground.stack()).measure();
    }
}
