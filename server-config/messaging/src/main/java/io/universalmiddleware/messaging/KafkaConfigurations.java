package io.universalmiddleware.messaging;

import java.util.List;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/** The configuration classes of Kafka's clients. */
final class KafkaConfigurations {
    private KafkaConfigurations() {}

    /** Runs their static initialisers with this class loader as the thread's. */
    static void initialise(ClassLoader loader) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            List.of(AdminClientConfig.configNames(), ConsumerConfig.configNames(), ProducerConfig.configNames())
                    .forEach(names -> {
                        if (names.isEmpty()) {
                            throw new IllegalStateException("Kafka's clients have no configuration");
                        }
                    });
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
