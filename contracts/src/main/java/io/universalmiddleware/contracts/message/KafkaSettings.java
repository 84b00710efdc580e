package io.universalmiddleware.contracts.message;

import io.universalmiddleware.contracts.settings.Setting;

/** Where Kafka is, and how this deployment's topics and groups are told from another's. */
public final class KafkaSettings {
    /** Comma-separated {@code host:port}. */
    public static final Setting<String> BOOTSTRAP_SERVERS = Setting.text(
            "um.kafka.bootstrap-servers",
            "127.0.0.1:19092",
            "Kafka brokers to begin with: host:port, comma-separated.");

    /** Stands before every topic and consumer group. */
    public static final Setting<String> TOPIC_PREFIX = Setting.text(
            "um.kafka.topic-prefix", "", "What every topic and consumer group of this deployment begins with.");

    private KafkaSettings() {}
}
