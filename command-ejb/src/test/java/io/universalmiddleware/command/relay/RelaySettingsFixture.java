package io.universalmiddleware.command.relay;

import java.time.Duration;

/** Relay settings for tests. */
final class RelaySettingsFixture {
    private RelaySettingsFixture() {}

    /** With short leases, and with a long patience for Kafka. */
    static RelaySettings settings(String bootstrapServers, String topicPrefix, int pageRows) {
        return settings(bootstrapServers, topicPrefix, pageRows, Duration.ofSeconds(1), Duration.ofSeconds(30));
    }

    static RelaySettings settings(
            String bootstrapServers, String topicPrefix, int pageRows, Duration lease, Duration deliveryTimeout) {
        return new RelaySettings(
                pageRows,
                lease,
                Duration.ofMillis(20),
                Duration.ZERO,
                Duration.ofMinutes(5),
                bootstrapServers,
                topicPrefix,
                4,
                1,
                "none",
                deliveryTimeout);
    }
}
