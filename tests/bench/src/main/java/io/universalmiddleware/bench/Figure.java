package io.universalmiddleware.bench;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A figure is one thing measured: the median of the rounds of one run, and that of its peer in the same run.
 *
 * @param name what is measured, as {@code intake.edge.accepted}
 * @param peer beside what; null if it stands alone
 * @param ratio value by the peer's value
 */
public record Figure(
        @JsonProperty("name") String name,
        @JsonProperty("value") double value,
        @JsonProperty("unit") String unit,
        @JsonProperty("peer") @Nullable String peer,
        @JsonProperty("peerValue") @Nullable Double peerValue,
        @JsonProperty("ratio") @Nullable Double ratio) {

    public static Figure alone(String name, double value, String unit) {
        return new Figure(name, round(value), unit, null, null, null);
    }

    public static Figure beside(String name, double value, String unit, String peer, double peerValue) {
        double ratio = peerValue == 0 ? 0 : value / peerValue;
        return new Figure(name, round(value), unit, peer, round(peerValue), Math.round(ratio * 100) / 100.0);
    }

    /** The middle one of the rounds; the mean of the two middle ones where their number is even. */
    public static double median(List<Double> rounds) {
        if (rounds.isEmpty()) {
            throw new BenchException("no round was measured");
        }
        List<Double> sorted = rounds.stream().sorted(Comparator.naturalOrder()).toList();
        return (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
    }

    /** Four significant digits at least, and no more places than mean something. */
    private static double round(double value) {
        double places = Math.abs(value) >= 1_000 ? 1 : 100;
        return Math.round(value * places) / places;
    }
}
