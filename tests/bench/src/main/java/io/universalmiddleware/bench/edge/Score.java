package io.universalmiddleware.bench.edge;

import io.universalmiddleware.bench.Figure;
import io.universalmiddleware.bench.load.Load;
import java.util.ArrayList;
import java.util.List;

/**
 * What a contestant did in its rounds: the medians.
 *
 * @param perCpuSecond answers for each second of processor time of its process
 */
record Score(String name, Load load, double perCpuSecond) {

    /** What is told of two that were measured in turns. */
    static List<Figure> beside(String figure, Score ours, Score peer) {
        return List.of(
                Figure.beside(figure, ours.load.perSecond(), "requests/s", peer.name, peer.load.perSecond()),
                Figure.beside(figure + ".per-cpu", ours.perCpuSecond, "per CPU s", peer.name, peer.perCpuSecond));
    }

    /** The rounds of one contestant as they come. */
    static final class Rounds {
        private final List<Load> loads = new ArrayList<>();
        private final List<Double> perCpuSecond = new ArrayList<>();

        void add(Load load, double cpuSeconds, double seconds) {
            loads.add(load);
            perCpuSecond.add(cpuSeconds == 0 ? 0 : load.perSecond() * seconds / cpuSeconds);
        }

        Score score(String name) {
            return new Score(name, Load.median(loads), Figure.median(perCpuSecond));
        }
    }
}
