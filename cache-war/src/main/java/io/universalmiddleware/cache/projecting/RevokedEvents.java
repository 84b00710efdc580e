package io.universalmiddleware.cache.projecting;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** Tells the intake when partitions are taken away, so that it acknowledges nothing that others have by then. */
@ApplicationScoped
@Identifier("events")
public class RevokedEvents implements KafkaConsumerRebalanceListener {
    private EventIntake intake;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected RevokedEvents() {}

    @Inject
    public RevokedEvents(EventIntake intake) {
        this.intake = intake;
    }

    @Override
    public void onPartitionsRevoked(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        intake.revoked();
    }

    @Override
    public void onPartitionsLost(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        intake.revoked();
    }
}
