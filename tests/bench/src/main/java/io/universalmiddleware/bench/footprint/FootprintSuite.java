package io.universalmiddleware.bench.footprint;

import io.universalmiddleware.bench.Figure;
import io.universalmiddleware.bench.Run;
import io.universalmiddleware.bench.Suite;
import io.universalmiddleware.bench.stack.MeasuredStack;
import io.universalmiddleware.bench.stack.Memory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the whole stack takes as {@code ./um up} starts it, with the launcher's own options: the time from a warm start to ready,
 * and memory at rest.
 */
public final class FootprintSuite implements Suite {
    @Override
    public String name() {
        return "footprint";
    }

    @Override
    public String about() {
        return "warm start to ready, and the memory of the whole stack at rest";
    }

    @Override
    public List<Figure> measure(Run run) throws Exception {
        try (MeasuredStack stack = MeasuredStack.asUpStarts(run, name())) {
            stack.start();
            List<Double> starts = new ArrayList<>();
            for (int i = 0; i < run.rounds(); i++) {
                stack.stack().close();
                long begin = System.nanoTime();
                stack.stack().start(line -> {});
                starts.add((System.nanoTime() - begin) / 1e9);
                run.say("ready after %.1f s", starts.get(i));
            }
            stack.awaitQuiet();
            Map<String, Double> memory = Memory.proportional(stack.processes());
            run.say("MiB at rest: %s", memory);
            return List.of(
                    Figure.alone("start.warm", Figure.median(starts), "s"),
                    Figure.alone(
                            "memory.rest",
                            memory.values().stream()
                                    .mapToDouble(Double::doubleValue)
                                    .sum(),
                            "MiB"));
        }
    }
}
