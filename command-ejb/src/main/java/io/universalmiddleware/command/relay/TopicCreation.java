package io.universalmiddleware.command.relay;

import io.universalmiddleware.contracts.message.Topics;
import io.universalmiddleware.persistence.outbox.OutboxMessage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/** Makes the platform's topics, unless they are there. */
final class TopicCreation {
    private static final int PATIENCE_MILLIS = 5_000;

    private final RelaySettings settings;

    TopicCreation(RelaySettings settings) {
        this.settings = settings;
    }

    /** @throws KafkaException if Kafka is away or refuses */
    void create() throws InterruptedException {
        List<NewTopic> topics = Stream.of(Topics.COMMANDS, Topics.EVENTS)
                .map(name -> new NewTopic(settings.topicPrefix() + name, settings.partitions(), (short)
                                settings.replicationFactor())
                        .configs(Map.of(
                                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                                Integer.toString(OutboxMessage.MAX_RECORD_BYTES))))
                .toList();
        Admin admin = Admin.create(config(settings));
        try {
            for (var result : admin.createTopics(topics).values().values()) {
                await(result);
            }
        } finally {
            admin.close(Duration.ZERO);
        }
    }

    static Map<String, Object> config(RelaySettings settings) {
        return Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                settings.bootstrapServers(),
                AdminClientConfig.CLIENT_ID_CONFIG,
                "um-admin",
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                PATIENCE_MILLIS,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                PATIENCE_MILLIS,
                AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                1_000);
    }

    private static void await(org.apache.kafka.common.KafkaFuture<Void> creation) throws InterruptedException {
        try {
            creation.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            if (!(failed.getCause() instanceof TopicExistsException)) {
                throw new KafkaException(failed.getCause());
            }
        } catch (TimeoutException slow) {
            throw new KafkaException("Kafka did not answer in " + PATIENCE_MILLIS + " ms", slow);
        }
    }
}
