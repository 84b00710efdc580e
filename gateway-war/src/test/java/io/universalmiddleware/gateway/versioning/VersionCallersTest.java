package io.universalmiddleware.gateway.versioning;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.gateway.versioning.VersionCallers.Caller;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VersionCallersTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private final VersionCallers callers = new VersionCallers(Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void givesWhoHasCalledSinceItWasAskedLast() {
        count("acme", "till", 2);
        count("acme", "shop", 1);
        count("other", "till", 1);

        assertThat(callers.drain())
                .containsExactlyInAnyOrder(
                        of("acme", "till", 2, NOW), of("acme", "shop", 1, NOW), of("other", "till", 1, NOW));
        assertThat(callers.drain()).isEmpty();
    }

    @Test
    void whatIsGivenBackIsCountedAgain() {
        Instant before = NOW.minusSeconds(60);
        callers.add(of("acme", "till", 3, before));
        count("acme", "till", 1);

        assertThat(callers.drain()).containsExactly(new Caller("acme", "orders", "1", "till", 4, before, NOW));
    }

    @Test
    void countsThoseOfAVersionBeyondItsBoundTogether() {
        IntStream.range(0, VersionCallers.MAX + 50).forEach(i -> count("acme", "caller-" + i, 1));
        count("other", "till", 1);

        assertThat(callers.drain())
                .hasSize(VersionCallers.MAX + 2)
                .contains(of("acme", VersionCallers.OTHERS, 50, NOW), of("other", "till", 1, NOW));
    }

    @Test
    void whatATokenCallsItsUserIsMadeFitForATable() {
        count("acme", "\0" + "x".repeat(300), 1);

        assertThat(callers.drain()).containsExactly(of("acme", "\uFFFD" + "x".repeat(254), 1, NOW));
    }

    private void count(String tenant, String caller, int times) {
        IntStream.range(0, times).forEach(call -> callers.count(tenant, "orders", "1", caller));
    }

    private static Caller of(String tenant, String caller, long calls, Instant at) {
        return new Caller(tenant, "orders", "1", caller, calls, at, at);
    }
}
