package io.universalmiddleware.bench.loop;

import io.universalmiddleware.bench.Figure;
import io.universalmiddleware.bench.Run;
import io.universalmiddleware.bench.Suite;
import io.universalmiddleware.bench.load.Latencies;
import io.universalmiddleware.bench.stack.MeasuredStack;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The whole loop with all roles in one process: learners complete lessons at 200 commands/s, and each completion is timed from
 * when it was due to be sent until its push of the progress view is here.
 */
public final class LoopSuite implements Suite {
    static final int RATE = 200;

    @Override
    public String name() {
        return "loop";
    }

    @Override
    public String about() {
        return "a command sent to its push received, at " + RATE + " commands/s";
    }

    @Override
    public List<Figure> measure(Run run) throws Exception {
        try (MeasuredStack stack = MeasuredStack.started(run, name(), Map.of())) {
            Term.complete(run, stack, "warm-up", RATE, run.warmUp());
            List<Double> middles = new ArrayList<>();
            List<Double> slowest = new ArrayList<>();
            for (int i = 1; i <= run.rounds(); i++) {
                Latencies seen = Term.complete(run, stack, "round-" + i, RATE, run.round());
                middles.add(seen.millis(0.5));
                slowest.add(seen.millis(0.99));
                Hops.ofLast(stack.postgres(), run.round().toSeconds() + 1).forEach(hop -> run.say("  %s", hop));
            }
            return List.of(
                    Figure.alone("loop.p50", Figure.median(middles), "ms"),
                    Figure.alone("loop.p99", Figure.median(slowest), "ms"));
        }
    }
}
