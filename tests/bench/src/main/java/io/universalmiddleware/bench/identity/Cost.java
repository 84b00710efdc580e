package io.universalmiddleware.bench.identity;

import io.universalmiddleware.bench.BenchException;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/**
 * What one call costs.
 *
 * @param p50 microseconds
 * @param p99 microseconds
 * @param bytes allocated
 */
record Cost(double p50, double p99, double bytes) {
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    /** @param run of samples, with JMH's profiler {@code gc} */
    static Cost of(RunResult run) {
        Result<?> times = run.getPrimaryResult();
        Result<?> allocated = run.getSecondaryResults().get(ALLOCATED);
        if (allocated == null) {
            throw new BenchException("JMH does not tell what was allocated");
        }
        return new Cost(
                times.getStatistics().getPercentile(50), times.getStatistics().getPercentile(99), allocated.getScore());
    }

    @Override
    public String toString() {
        return "p50 %.2f µs, p99 %.2f µs, %.0f bytes a call".formatted(p50, p99, bytes);
    }
}
