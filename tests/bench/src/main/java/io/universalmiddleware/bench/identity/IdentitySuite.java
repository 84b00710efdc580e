package io.universalmiddleware.bench.identity;

import io.universalmiddleware.bench.BenchException;
import io.universalmiddleware.bench.Figure;
import io.universalmiddleware.bench.Run;
import io.universalmiddleware.bench.Suite;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** What it costs to know a caller and to decide whether they may, by JMH in a process of its own; no platform is started. */
public final class IdentitySuite implements Suite {
    private static final int WARM_UPS = 5;
    private static final Map<String, String> FIGURES = figures();

    @Override
    public String name() {
        return "identity";
    }

    @Override
    public String about() {
        return "token check and decision as the edge asks for them: known before, new token, new question";
    }

    @Override
    public List<Figure> measure(Run run) {
        List<Figure> figures = new ArrayList<>();
        FIGURES.forEach((method, name) -> {
            Cost cost = cost(run, method);
            run.say("%s: %s", name, cost);
            figures.add(Figure.alone(name + ".p50", cost.p50(), "µs"));
            figures.add(Figure.alone(name + ".p99", cost.p99(), "µs"));
            figures.add(Figure.alone(name + ".bytes", cost.bytes(), "B"));
        });
        return figures;
    }

    private static Cost cost(Run run, String method) {
        Options options = new OptionsBuilder()
                .include(AccessBenchmark.class.getName() + '.' + method + '$')
                .addProfiler(GCProfiler.class)
                .forks(1)
                .warmupIterations(WARM_UPS)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(run.rounds())
                .measurementTime(TimeValue.seconds(run.round().toSeconds()))
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();
        try {
            return Cost.of(new Runner(options).runSingle());
        } catch (RunnerException failed) {
            throw new BenchException("JMH could not measure " + method + ": " + failed.getMessage(), failed);
        }
    }

    /** The methods of the benchmark, and what their figures are called. */
    private static Map<String, String> figures() {
        Map<String, String> figures = new LinkedHashMap<>();
        figures.put("known", "identity.known");
        figures.put("newToken", "identity.new-token");
        figures.put("newQuestion", "identity.new-question");
        figures.put("knownQuestion", "identity.decision");
        return figures;
    }
}
