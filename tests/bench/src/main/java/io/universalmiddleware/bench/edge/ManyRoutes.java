package io.universalmiddleware.bench.edge;

import io.universalmiddleware.bench.Figure;
import io.universalmiddleware.bench.Run;
import io.universalmiddleware.bench.load.Wrk;
import java.io.IOException;
import java.util.List;

/**
 * Ten thousand routes of a thousand tenants, asked for at random, beside the ten of one; the few are measured before the many are there and
 * once they are gone again.
 */
final class ManyRoutes {
    private static final int TENANTS = 1_000;
    private static final int ROUTES = 10;

    private final Run run;
    private final Ground ground;
    private final Contest contest;

    ManyRoutes(Run run, Ground ground) {
        this.run = run;
        this.ground = ground;
        this.contest = new Contest(run, ground.processes());
    }

    List<Figure> measure() throws Exception {
        Contestant few = contestant("10 routes", 1);
        Contestant many = contestant("10,000 routes", TENANTS);
        Score.Rounds ofFew = new Score.Rounds();
        Score.Rounds ofMany = new Score.Rounds();
        serve(1);
        contest.warm(few);
        rounds(few, ofFew);
        serve(TENANTS);
        contest.warm(many);
        rounds(many, ofMany);
        serve(1);
        contest.warm(few);
        rounds(few, ofFew);
        return Score.beside("edge.routes", ofMany.score(many.name()), ofFew.score(few.name()));
    }

    private void rounds(Contestant contestant, Score.Rounds into) throws Exception {
        ground.stack().awaitQuiet();
        for (int i = 0; i < run.rounds(); i++) {
            contest.round("routes", contestant, into);
        }
    }

    private void serve(int tenants) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        ground.served().many(tenants);
        run.say("%,d routes are served after %.1f s", tenants * ROUTES, (System.nanoTime() - begin) / 1e9);
    }

    private Contestant contestant(String name, int tenants) throws IOException {
        return new Contestant(name, Ground.PLATFORM, Wrk.routes(ground.scratch(), tenants, ROUTES), ground.edge("/"));
    }
}
