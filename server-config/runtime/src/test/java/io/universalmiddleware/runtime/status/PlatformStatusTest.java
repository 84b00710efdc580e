package io.universalmiddleware.runtime.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.Test;

class PlatformStatusTest {
    private static final Instant SINCE = Instant.parse("2026-11-01T00:00:00Z");

    @Test
    void isUpIfEveryCheckIs() {
        PlatformStatus status = PlatformStatus.of(List.of("hub"), SINCE, Stream.of(check("b", true), check("a", true)));

        assertThat(status.status()).isEqualTo("UP");
        assertThat(status.checks()).extracting(PlatformStatus.Check::name).containsExactly("a", "b");
    }

    @Test
    void isDownIfOneCheckIsOrThrows() {
        HealthCheck broken = () -> {
            throw new IllegalStateException("away");
        };

        assertThat(PlatformStatus.of(List.of(), SINCE, Stream.of(check("a", true), check("b", false)))
                        .status())
                .isEqualTo("DOWN");
        assertThat(PlatformStatus.of(List.of(), SINCE, Stream.of(check("a", true), broken))
                        .status())
                .isEqualTo("DOWN");
    }

    private static HealthCheck check(String name, boolean up) {
        return () -> new HealthCheckResponse(
                name,
                up ? HealthCheckResponse.Status.UP : HealthCheckResponse.Status.DOWN,
                Optional.of(Map.of("latencyMillis", 3)));
    }
}
