package io.universalmiddleware.configuration;

import io.universalmiddleware.contracts.message.KafkaSettings;
import io.universalmiddleware.contracts.message.Topics;
import io.universalmiddleware.contracts.settings.Role;
import io.universalmiddleware.contracts.settings.Roles;
import io.universalmiddleware.contracts.settings.Settings;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The configuration of the incoming channels: {@code commands} for the processor, {@code events} for the cache updater,
 * and {@code webhooks}, which are the events once more, for webhooks.
 *
 * <p>At least once: an offset is committed only after the record and all before it are acknowledged. A record that is
 * refused stops its channel rather than be lost; consumers retry, park or dead-letter by themselves and refuse none.
 */
final class ChannelConfig {
    private static final String PREFIX = "mp.messaging.incoming.";

    private ChannelConfig() {}

    /** The keys and values for these settings. */
    static Map<String, String> of(Settings settings) {
        Map<String, String> config = new LinkedHashMap<>();
        channel(config, settings, Topics.COMMANDS, Topics.COMMANDS, "processor", Role.PROCESSOR);
        channel(config, settings, Topics.EVENTS, Topics.EVENTS, "cache", Role.CACHE);
        channel(config, settings, "webhooks", Topics.EVENTS, "webhooks", Role.PROCESSOR);
        return config;
    }

    private static void channel(
            Map<String, String> config, Settings settings, String channel, String topic, String group, Role role) {
        String prefix = settings.get(KafkaSettings.TOPIC_PREFIX);
        Map<String, String> attributes = Map.ofEntries(
                Map.entry("connector", "smallrye-kafka"),
                Map.entry(
                        "enabled", Boolean.toString(settings.get(Roles.SETTING).has(role))),
                Map.entry("bootstrap.servers", settings.get(KafkaSettings.BOOTSTRAP_SERVERS)),
                Map.entry("topic", prefix + topic),
                Map.entry("group.id", prefix + group),
                Map.entry("client-id-prefix", prefix + group + '-'),
                Map.entry("batch", "true"),
                // a poll that begins while nothing is asked for blocks for its whole time, and holds up what is asked
                // next
                Map.entry("poll-timeout", "20"),
                Map.entry("failure-strategy", "fail"),
                Map.entry("commit-strategy", "throttled"),
                // consumers finish what they took before they stop; nobody will acknowledge the rest here
                Map.entry("graceful-shutdown", "false"),
                Map.entry("throttled.unprocessed-record-max-age.ms", "0"),
                Map.entry("auto.offset.reset", "earliest"),
                Map.entry("key.deserializer", "org.apache.kafka.common.serialization.StringDeserializer"),
                Map.entry("value.deserializer", "org.apache.kafka.common.serialization.ByteArrayDeserializer"),
                // a killed process's partitions pass on after ten seconds, not forty-five
                Map.entry("session.timeout.ms", "10000"),
                Map.entry("heartbeat.interval.ms", "500"),
                Map.entry("allow.auto.create.topics", "false"),
                Map.entry("metadata.max.age.ms", "30000"),
                // trace context travels in the records' own headers
                Map.entry("tracing-enabled", "false"));
        attributes.forEach((name, value) -> config.put(PREFIX + channel + '.' + name, value));
    }
}
