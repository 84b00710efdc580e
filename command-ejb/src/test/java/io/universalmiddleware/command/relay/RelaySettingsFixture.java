package io.universalmiddleware.command.relay;

import java.time.Duration;

/** Relay settings for tests: short leases, small pages. */
final class RelaySettingsFixture {
    private RelaySettingsFixture() {}

    static RelaySettings settings(String bootstrapServers, String topicPrefix, int pageRows) {
        return new RelaySettings(
                pageRows,
                Duration.ofSeconds(1),
                Duration.ofMillis(20),
                Duration.ZERO,
                Duration.ofMinutes(5),
                bootstrapServers,
                topicPrefix,
                4,
                1,
                "none",
                Duration.ofSeconds(2));
    }
}
