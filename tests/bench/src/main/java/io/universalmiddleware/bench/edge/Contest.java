package io.universalmiddleware.bench.edge;

import io.universalmiddleware.bench.BenchException;
import io.universalmiddleware.bench.Run;
import io.universalmiddleware.bench.load.Load;
import io.universalmiddleware.bench.stack.Cpu;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A contest loads contestants in turns, as often as the run has rounds. An answer that is no success ends it. */
final class Contest {
    private final Run run;
    private final Map<String, Long> processes;

    /** @param processes by the names of contestants' processes */
    Contest(Run run, Map<String, Long> processes) {
        this.run = run;
        this.processes = Map.copyOf(processes);
    }

    /** Loads without measuring, until the run's warm-up is over. */
    void warm(Contestant contestant) throws Exception {
        checked(contestant, contestant.load().run(contestant.address(), run.warmUp()));
    }

    /** The scores by name, in the order of the contestants. */
    Map<String, Score> hold(String what, List<Contestant> contestants) throws Exception {
        Map<String, Score.Rounds> rounds = new LinkedHashMap<>();
        for (int i = 0; i < run.rounds(); i++) {
            for (Contestant contestant : contestants) {
                round(what, contestant, rounds.computeIfAbsent(contestant.name(), name -> new Score.Rounds()));
            }
        }
        Map<String, Score> scores = new LinkedHashMap<>();
        rounds.forEach((name, all) -> scores.put(name, all.score(name)));
        return scores;
    }

    /** One round of one contestant. */
    void round(String what, Contestant contestant, Score.Rounds into) throws Exception {
        Cpu cpu = Cpu.of(processes);
        long begin = System.nanoTime();
        Load load = checked(contestant, contestant.load().run(contestant.address(), run.round()));
        double seconds = (System.nanoTime() - begin) / 1e9;
        double used = cpu.seconds(contestant.process());
        into.add(load, used, Math.min(seconds, run.round().toSeconds()));
        run.say(
                "%s, %s: %s; %,.0f per CPU s; cores: %s",
                what,
                contestant.name(),
                load,
                load.perSecond() * run.round().toSeconds() / Math.max(used, 0.01),
                cpu.cores());
    }

    static Score score(Map<String, Score> scores, String name) {
        @Nullable Score score = scores.get(name);
        if (score == null) {
            throw new IllegalArgumentException("nobody called " + name + " took part");
        }
        return score;
    }

    private static Load checked(Contestant contestant, Load load) {
        if (load.failed() > 0) {
            throw new BenchException(
                    load.failed() + " requests to " + contestant.address() + " failed (" + contestant.name() + ")");
        }
        return load;
    }
}
