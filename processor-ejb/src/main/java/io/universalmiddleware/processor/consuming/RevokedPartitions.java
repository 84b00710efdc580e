package io.universalmiddleware.processor.consuming;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** Tells the intake when partitions are taken away, so that it acknowledges nothing that others have by then. */
@ApplicationScoped
@Identifier("commands")
public class RevokedPartitions implements KafkaConsumerRebalanceListener {
    private final CommandIntake intake;

    @SuppressWarnings("NullAway") // for the client proxy
    protected RevokedPartitions() {
        this(null);
    }

    @Inject
    RevokedPartitions(CommandIntake intake) {
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
