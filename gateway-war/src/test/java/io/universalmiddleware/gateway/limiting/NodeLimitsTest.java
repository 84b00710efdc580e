package io.universalmiddleware.gateway.limiting;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodeLimitsTest {
    private static final long NOW = Arrivals.BEGIN;
    private final NodeLimits node = new NodeLimits();

    @Test
    void aRequestThatOneLimitRefusesCountsAtNone() {
        LimitSet both = limits(limit("route", 100), limit("ip", 2));

        for (int i = 0; i < 50; i++) {
            decide(both, "10.0.0.1", 1);
        }

        Decision another = decide(both, "10.0.0.2", 1);
        assertThat(another.passes()).isTrue();
        assertThat(decide(limits(limit("route", 100)), "10.0.0.3", 1).remaining())
                .isEqualTo(96);
    }

    @Test
    void refusedRequestsDoNotMakeTheWaitLonger() {
        LimitSet one = limits(limit("ip", 2));
        decide(one, "10.0.0.1", 1);
        decide(one, "10.0.0.1", 1);

        for (int i = 0; i < 1_000; i++) {
            assertThat(decide(one, "10.0.0.1", 1).waitMillis()).isEqualTo(30_000);
        }
    }

    @Test
    void enforcesTheShareOfOneNode() {
        LimitSet one = limits(limit("ip", 10));

        int passed = 0;
        for (int i = 0; i < 100; i++) {
            passed += decide(one, "10.0.0.1", 3).passes() ? 1 : 0;
        }

        assertThat(passed).isEqualTo(3);
    }

    @Test
    void namesTheLimitThatMakesTheCallerWaitLongest() {
        LimitSet both = limits(limit("ip", 1), limit("route", 60));
        decide(both, "10.0.0.1", 1);

        assertThat(decide(both, "10.0.0.1", 1).limit().config().name()).isEqualTo("ip");
    }

    private Decision decide(LimitSet limits, String address, int nodes) {
        return node.decide(limits, limits.keys(new Requester(address, "", "", name -> null)), nodes, NOW);
    }

    private static LimitSet limits(LimitConfig... configs) {
        return LimitSet.of(List.of(), List.of(), List.of(configs), "acme", "r");
    }

    private static LimitConfig limit(String by, int requests) {
        return new LimitConfig(
                by, requests, Duration.ofMinutes(1), requests, Counted.parse(by).orElseThrow(), Algorithm.TOKEN_BUCKET);
    }
}
