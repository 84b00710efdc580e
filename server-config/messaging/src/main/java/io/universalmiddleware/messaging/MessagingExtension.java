package io.universalmiddleware.messaging;

import io.smallrye.reactive.messaging.providers.extension.ReactiveMessagingExtension;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.BeforeBeanDiscovery;
import jakarta.enterprise.inject.spi.BeforeShutdown;

/**
 * The CDI extension that connects {@code @Incoming} methods to their channels.
 *
 * <p>It is SmallRye's, with a bean-defining annotation. Payara gives an extension the view of the archive that holds it
 * as a bean, and SmallRye's own class is no bean: it would see nothing and start no channel.
 */
@Dependent
public class MessagingExtension extends ReactiveMessagingExtension {

    /**
     * Initialises the configuration classes of Kafka's clients while the application's class loader is at hand. They look
     * their defaults up through the thread's; on a request that comes in during deployment that is the server's, and a
     * static initialiser fails but once, for as long as the process lives.
     */
    void initialiseKafka(@Observes BeforeBeanDiscovery event) {
        KafkaConfigurations.initialise(MessagingExtension.class.getClassLoader());
    }

    void end(@Observes BeforeShutdown event) {
        SharedThreads.end();
    }
}
