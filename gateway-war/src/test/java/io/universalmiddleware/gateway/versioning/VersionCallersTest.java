package io.universalmiddleware.gateway.versioning;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class VersionCallersTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private final VersionCallers callers = new VersionCallers(Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void countsCallersOfATenantTheBusiestFirst() {
        callers.count("acme", "orders", "1", "shop");
        callers.count("acme", "orders", "1", "till");
        callers.count("acme", "orders", "1", "till");
        callers.count("other", "orders", "1", "till");

        assertThat(callers.of("acme"))
                .containsExactly(
                        new VersionCallers.Caller("acme", "orders", "1", "till", 2, NOW),
                        new VersionCallers.Caller("acme", "orders", "1", "shop", 1, NOW));
    }

    @Test
    void countsThoseBeyondItsBoundTogether() {
        for (int i = 0; i < VersionCallers.MAX + 50; i++) {
            callers.count("acme", "orders", "1", "caller-" + i);
        }

        assertThat(callers.of("acme")).hasSize(VersionCallers.MAX + 1);
        assertThat(callers.of("acme").get(0).caller()).isEqualTo(VersionCallers.OTHERS);
        assertThat(callers.of("acme").get(0).calls()).isEqualTo(50);
    }
}
