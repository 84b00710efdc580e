package io.universalmiddleware.bench.loop;

import io.universalmiddleware.bench.BenchException;
import io.universalmiddleware.bench.Figure;
import io.universalmiddleware.bench.Run;
import io.universalmiddleware.bench.Suite;
import io.universalmiddleware.bench.load.Latencies;
import io.universalmiddleware.bench.stack.Cpu;
import io.universalmiddleware.bench.stack.MeasuredStack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The whole loop with all roles in one process: learners complete lessons at 200 commands/s, and each completion is timed from
 * when it was due to be sent until its push of the progress view is here.
 */
public final class LoopSuite implements Suite {
    private static final int RATE = 200;
    private static final int LEARNERS = 100;
    private static final int COURSES = 10;

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
            complete(run, stack, "warm-up", run.warmUp());
            List<Double> middles = new ArrayList<>();
            List<Double> slowest = new ArrayList<>();
            for (int i = 1; i <= run.rounds(); i++) {
                Latencies seen = complete(run, stack, "round-" + i, run.round());
                middles.add(seen.millis(0.5));
                slowest.add(seen.millis(0.99));
                Hops.ofLast(stack.postgres(), run.round().toSeconds() + 1).forEach(hop -> run.say("  %s", hop));
            }
            return List.of(
                    Figure.alone("loop.p50", Figure.median(middles), "ms"),
                    Figure.alone("loop.p99", Figure.median(slowest), "ms"));
        }
    }

    /** Each time other learners and courses, so that no more has happened to them before than in any other round. */
    private static Latencies complete(Run run, MeasuredStack stack, String term, Duration length) throws Exception {
        int lessons = Math.toIntExact(length.toSeconds() + 1) * RATE / LEARNERS + 1;
        School school = new School(stack.addresses().edge(), stack.token(), term, LEARNERS, COURSES, lessons);
        school.open();
        try (Listener listener = Listener.to(stack.addresses().webSocket(), stack.token(), school.channels())) {
            Cpu cpu = Cpu.of(stack.processes());
            Latencies seen = new Lessons(school, listener).run(RATE, length);
            run.say(
                    "%s: %d pushes, p50 %.1f ms, p99 %.1f ms, most %.1f ms; cores: %s",
                    term, seen.count(), seen.millis(0.5), seen.millis(0.99), seen.millis(1), cpu.cores());
            if (seen.count() == 0) {
                throw new BenchException("no push came");
            }
            return seen;
        }
    }
}
