package io.universalmiddleware.bench.loop;

import io.universalmiddleware.bench.Figure;
import io.universalmiddleware.bench.Run;
import io.universalmiddleware.bench.Suite;
import io.universalmiddleware.bench.load.Latencies;
import io.universalmiddleware.bench.stack.Holdings;
import io.universalmiddleware.bench.stack.MeasuredStack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What grows under steady load: the loop runs at a quarter of the suite loop's rate for as long as is asked, and what the stack
 * holds is noted twelve times on the way; then its figures are taken beside those of a fresh platform, in turns.
 */
public final class SteadySuite implements Suite {
    private static final int RATE = LoopSuite.RATE / 4;
    private static final int NOTES = 12;
    private static final String PEER = "fresh";
    private static final String BEGINNING = "after a twelfth";

    @Override
    public String name() {
        return "steady";
    }

    @Override
    public String about() {
        return "what grows under steady load of " + RATE + " commands/s, and the loop after it beside a fresh platform";
    }

    @Override
    public List<Figure> measure(Run run) throws Exception {
        try (MeasuredStack aged = MeasuredStack.started(run, name(), Map.of())) {
            List<Double> heaps = bear(run, aged);
            try (MeasuredStack fresh = MeasuredStack.started(run, name() + "-fresh", Map.of())) {
                List<Figure> figures = new ArrayList<>(beside(run, aged, fresh));
                figures.add(Figure.beside("steady.heap", heaps.get(heaps.size() - 1), "MiB", BEGINNING, heaps.get(0)));
                return figures;
            }
        }
    }

    /** MiB of live heap from the first note to the last. */
    private static List<Double> bear(Run run, MeasuredStack stack) throws Exception {
        Term.complete(run, stack, "warm-up", LoopSuite.RATE, run.warmUp());
        run.say("%s", Holdings.of(stack));
        List<Double> heaps = new ArrayList<>();
        Duration part = run.steady().dividedBy(NOTES);
        for (int i = 1; i <= NOTES; i++) {
            Term.complete(run, stack, "part-" + i, RATE, part);
            Holdings now = Holdings.of(stack);
            heaps.add(now.heapMebibytes());
            run.say("  %s", now);
        }
        return heaps;
    }

    private static List<Figure> beside(Run run, MeasuredStack aged, MeasuredStack fresh) throws Exception {
        Term.complete(run, fresh, "fresh-warm-up", LoopSuite.RATE, run.warmUp());
        List<Latencies> ours = new ArrayList<>();
        List<Latencies> theirs = new ArrayList<>();
        for (int i = 1; i <= run.rounds(); i++) {
            ours.add(Term.complete(run, aged, "aged-" + i, LoopSuite.RATE, run.round()));
            theirs.add(Term.complete(run, fresh, "fresh-" + i, LoopSuite.RATE, run.round()));
        }
        return List.of(
                Figure.beside("steady.p50", Latencies.median(ours, 0.5), "ms", PEER, Latencies.median(theirs, 0.5)),
                Figure.beside("steady.p99", Latencies.median(ours, 0.99), "ms", PEER, Latencies.median(theirs, 0.99)));
    }
}
