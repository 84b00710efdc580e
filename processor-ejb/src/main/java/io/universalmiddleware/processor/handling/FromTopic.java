package io.universalmiddleware.processor.handling;

import io.universalmiddleware.persistence.deadletter.Failure;
import io.universalmiddleware.persistence.deadletter.KeptMessage;
import java.util.Optional;

/** Takes a message that Kafka has delivered: the inbox knows whether it came before, and a parked key has it wait. */
final class FromTopic implements Taking {
    @Override
    public Optional<Handled> take(Stores stores, KeptMessage message) {
        return switch (stores.parking().claim(message.consumer(), message.key(), message.id())) {
            case FRESH -> Optional.empty();
            case DUPLICATE -> Optional.of(new Handled.Duplicate());
            case PARKED -> {
                stores.parking().append(message);
                yield Optional.of(new Handled.Parked());
            }
        };
    }

    @Override
    public void done(Stores stores) {}

    @Override
    public void failed(Stores stores, KeptMessage message, Failure failure) {
        stores.parking().bury(message, failure);
    }

    @Override
    public int attempts() {
        return 0;
    }
}
