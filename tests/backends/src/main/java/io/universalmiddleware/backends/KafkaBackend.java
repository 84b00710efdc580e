package io.universalmiddleware.backends;

import io.universalmiddleware.stores.ServerProcess;
import org.jspecify.annotations.Nullable;

/** A Kafka cluster, and a prefix that makes the topics and groups of this test its own. Topics are made on first use. */
public final class KafkaBackend extends Backend {
    private final String bootstrapServers;
    private final String topicPrefix;

    KafkaBackend(String bootstrapServers, String topicPrefix, @Nullable ServerProcess store) {
        super("Kafka", store);
        this.bootstrapServers = bootstrapServers;
        this.topicPrefix = topicPrefix;
    }

    /** As {@code 127.0.0.1:19092}. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** As {@code t3f9c01.}; ends with a dot. */
    public String topicPrefix() {
        return topicPrefix;
    }
}
