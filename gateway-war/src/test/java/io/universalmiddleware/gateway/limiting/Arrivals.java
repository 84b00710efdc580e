package io.universalmiddleware.gateway.limiting;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.domains.DomainContextBase;

/** Rates, and the pauses between the requests that come. */
final class Arrivals extends DomainContextBase {
    static final long BEGIN = 1_800_000_000_123L;

    @Provide
    Arbitrary<Rate> rates() {
        return Combinators.combine(
                        Arbitraries.of(Algorithm.values()),
                        Arbitraries.longs().between(1, 12),
                        Arbitraries.of(1_000L, 1_500L, 7_001L, 60_000L),
                        Arbitraries.longs().between(1, 15))
                .as((algorithm, requests, per, burst) ->
                        new Rate(algorithm, requests, per, algorithm == Algorithm.TOKEN_BUCKET ? burst : requests));
    }

    @Provide
    Arbitrary<List<Integer>> pauses() {
        return Arbitraries.oneOf(
                        Arbitraries.integers().between(0, 20),
                        Arbitraries.integers().between(0, 2_000),
                        Arbitraries.of(0, 999, 1_000, 1_001, 8_000))
                .list()
                .ofMinSize(1)
                .ofMaxSize(60);
    }
}
