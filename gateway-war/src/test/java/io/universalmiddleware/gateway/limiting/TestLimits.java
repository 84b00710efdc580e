package io.universalmiddleware.gateway.limiting;

import java.time.Duration;
import java.util.List;

/** Limits of tests, at route {@code r} of tenant {@code acme}. */
final class TestLimits {
    private TestLimits() {}

    static LimitSet at(LimitConfig... configs) {
        return LimitSet.of(List.of(), List.of(), List.of(configs), "acme", "r");
    }

    static LimitConfig bucket(String by, int requests, Duration per) {
        return bucket(by, requests, per, requests);
    }

    static LimitConfig bucket(String by, int requests, Duration per, int burst) {
        return of(by, requests, per, burst, Algorithm.TOKEN_BUCKET);
    }

    static LimitConfig window(String by, int requests, Duration per) {
        return of(by, requests, per, requests, Algorithm.SLIDING_WINDOW);
    }

    private static LimitConfig of(String by, int requests, Duration per, int burst, Algorithm algorithm) {
        return new LimitConfig(by, requests, per, burst, Counted.parse(by).orElseThrow(), algorithm);
    }
}
