package io.universalmiddleware.bench.edge;

import io.universalmiddleware.bench.Figure;
import io.universalmiddleware.bench.Run;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Requests passed on: bare, and with an API key, a limit counted in Redis and metrics, beside peers that only pass on. */
final class Proxying {
    private static final String GUARDED = "edge, guarded";

    private final Run run;
    private final Ground ground;

    Proxying(Run run, Ground ground) {
        this.run = run;
        this.ground = ground;
    }

    List<Figure> measure() throws Exception {
        Map<String, String> known = new HashMap<>(Served.to(Served.TENANT));
        known.put("X-API-Key", ground.served().key());
        List<Figure> figures = new ArrayList<>();
        try (SpringGateway spring = SpringGateway.start(run, ground.scratch().resolve("spring"), ground.origin())) {
            Map<String, Long> processes = new HashMap<>(ground.processes());
            processes.put(SpringGateway.NAME, spring.program().pid());
            Contest contest = new Contest(run, processes);
            Map<String, List<Contestant>> bySize = new LinkedHashMap<>();
            for (String size : List.of("small", "larger")) {
                bySize.put(
                        size,
                        List.of(
                                ground.edgeAt('/' + size),
                                ground.nginxAt('/' + size),
                                ground.springAt(spring, '/' + size),
                                ground.edgeAt(GUARDED, "/guarded/" + size, known)));
            }
            for (List<Contestant> contestants : bySize.values()) {
                for (Contestant contestant : contestants) {
                    contest.warm(contestant);
                }
            }
            for (Map.Entry<String, List<Contestant>> size : bySize.entrySet()) {
                figures.addAll(figures(size.getKey(), contest.hold(size.getKey(), size.getValue())));
            }
        }
        return figures;
    }

    private List<Figure> figures(String size, Map<String, Score> scores) {
        Score bare = Contest.score(scores, Ground.EDGE);
        Score guarded = Contest.score(scores, GUARDED);
        Score nginx = Contest.score(scores, ground.nginx().name());
        Score spring = Contest.score(scores, SpringGateway.NAME);
        String of = size.equals("small") ? "200B" : "10KB";
        List<Figure> figures = new ArrayList<>();
        figures.addAll(Score.beside("edge.bare." + of + ".nginx", bare, nginx));
        figures.addAll(Score.beside("edge.bare." + of + ".spring", bare, spring));
        figures.addAll(Score.beside("edge.guarded." + of + ".nginx", guarded, nginx));
        figures.addAll(Score.beside("edge.guarded." + of + ".spring", guarded, spring));
        figures.add(Figure.beside(
                "edge.bare." + of + ".p99",
                bare.load().p99(),
                "ms",
                nginx.name(),
                nginx.load().p99()));
        return figures;
    }
}
