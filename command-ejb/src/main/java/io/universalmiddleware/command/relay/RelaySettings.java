package io.universalmiddleware.command.relay;

import io.universalmiddleware.contracts.message.KafkaSettings;
import io.universalmiddleware.contracts.settings.Setting;
import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.contracts.settings.SettingsSection;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * How the relay works.
 *
 * @param lease how long a shard stays with an owner that is not heard of
 * @param idlePoll the longest pause between two looks at the outbox
 * @param keep how long a partition is kept after its hour
 * @param unreadyAge from which outbox age on, with Kafka away, the node is not ready
 * @param deliveryTimeout how long Kafka may take to acknowledge before records are sent anew
 */
public record RelaySettings(
        int pageRows,
        Duration lease,
        Duration idlePoll,
        Duration keep,
        Duration unreadyAge,
        String bootstrapServers,
        String topicPrefix,
        int partitions,
        int replicationFactor,
        String compression,
        Duration deliveryTimeout) {
    static final Setting<Integer> PAGE_ROWS = Setting.integer(
            "um.outbox.page-rows", 2_000, 10, 20_000, "Most rows that are published before the cursor moves.");
    static final Setting<Duration> LEASE = Setting.duration(
            "um.outbox.lease",
            "5s",
            Duration.ofMillis(500),
            Duration.ofMinutes(5),
            "How long a relay's lanes stay with it when it is not heard of.");
    static final Setting<Duration> IDLE_POLL = Setting.duration(
            "um.outbox.idle-poll",
            "50ms",
            Duration.ofMillis(2),
            Duration.ofSeconds(5),
            "Longest pause between two looks at an idle outbox, for rows that other nodes append.");
    static final Setting<Duration> KEEP = Setting.duration(
            "um.outbox.keep",
            "1h",
            Duration.ZERO,
            Duration.ofDays(30),
            "How long published rows are kept after the hour in which they were appended.");
    static final Setting<Duration> UNREADY_AGE = Setting.duration(
            "um.outbox.unready-age",
            "5m",
            Duration.ofSeconds(1),
            Duration.ofDays(1),
            "Age of the oldest unpublished row from which on a node that cannot reach Kafka is not ready.");
    static final Setting<Integer> PARTITIONS =
            Setting.integer("um.kafka.partitions", 12, 1, 1_000, "Partitions of a topic that the platform creates.");
    static final Setting<Integer> REPLICATION =
            Setting.integer("um.kafka.replication-factor", 1, 1, 9, "Replicas of a topic that the platform creates.");
    static final Setting<String> COMPRESSION = new Setting<>(
            "um.kafka.compression",
            "none|lz4|snappy|gzip|zstd",
            "none",
            true,
            false,
            "Compression of the records that the relay sends.",
            RelaySettings::compression);
    static final Setting<Duration> DELIVERY_TIMEOUT = Setting.duration(
            "um.kafka.delivery-timeout",
            "30s",
            Duration.ofSeconds(1),
            Duration.ofMinutes(10),
            "How long Kafka may take to acknowledge before the relay sends anew.");

    public static RelaySettings from(Settings settings) {
        return new RelaySettings(
                settings.get(PAGE_ROWS),
                settings.get(LEASE),
                settings.get(IDLE_POLL),
                settings.get(KEEP),
                settings.get(UNREADY_AGE),
                settings.get(KafkaSettings.BOOTSTRAP_SERVERS),
                settings.get(KafkaSettings.TOPIC_PREFIX),
                settings.get(PARTITIONS),
                settings.get(REPLICATION),
                settings.get(COMPRESSION),
                settings.get(DELIVERY_TIMEOUT));
    }

    private static String compression(String text) {
        if (Set.of("none", "lz4", "snappy", "gzip", "zstd").contains(text)) {
            return text;
        }
        throw new IllegalArgumentException("expected none, lz4, snappy, gzip or zstd");
    }

    /** Declares the settings. */
    public static final class Section implements SettingsSection {
        @Override
        public String title() {
            return "Outbox and relay";
        }

        @Override
        public List<Setting<?>> settings() {
            return List.of(
                    PAGE_ROWS,
                    LEASE,
                    IDLE_POLL,
                    KEEP,
                    UNREADY_AGE,
                    PARTITIONS,
                    REPLICATION,
                    COMPRESSION,
                    DELIVERY_TIMEOUT);
        }
    }
}
