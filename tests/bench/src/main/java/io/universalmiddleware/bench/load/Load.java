package io.universalmiddleware.bench.load;

import io.universalmiddleware.bench.Figure;
import java.util.List;

/**
 * What a load generator saw in one round.
 *
 * @param perSecond answers of success
 * @param p50 milliseconds
 * @param p99 milliseconds
 * @param failed answers and connections that failed
 * @param generatorCores what the generator itself used
 */
public record Load(double perSecond, double p50, double p99, long failed, double generatorCores) {

    /** The median of each figure, and the sum of the failures. */
    public static Load median(List<Load> rounds) {
        return new Load(
                Figure.median(rounds.stream().map(Load::perSecond).toList()),
                Figure.median(rounds.stream().map(Load::p50).toList()),
                Figure.median(rounds.stream().map(Load::p99).toList()),
                rounds.stream().mapToLong(Load::failed).sum(),
                Figure.median(rounds.stream().map(Load::generatorCores).toList()));
    }

    @Override
    public String toString() {
        return "%,.0f/s, p50 %.1f ms, p99 %.1f ms, %d failed, generator %.2f cores"
                .formatted(perSecond, p50, p99, failed, generatorCores);
    }
}
