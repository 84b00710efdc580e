package io.universalmiddleware.processor.handling;

import io.universalmiddleware.persistence.deadletter.Failure;
import io.universalmiddleware.persistence.deadletter.KeptMessage;
import io.universalmiddleware.persistence.deadletter.Parking;
import io.universalmiddleware.persistence.deadletter.Turn;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes a message of a parked key whose turn it is: its letter, or the oldest of those that wait. */
final class FromQueue implements Taking {
    private final Turn expected;
    private @Nullable Turn turn;

    /** @param expected what was found to be next; another transaction may have been faster */
    FromQueue(Turn expected) {
        this.expected = expected;
    }

    @Override
    public Optional<Handled> take(Stores stores, KeptMessage message) {
        Turn next = stores.parking().next(Parking.key(message));
        turn = next;
        if (next instanceof Turn.Retry retry && sameLetter(retry)) {
            if (message.id().equals(retry.letter().message().id())
                    || stores.inbox().add(message.consumer(), message.id())) {
                return Optional.empty();
            }
            stores.parking().done(retry); // it could not be read before, and came as a command of its own meanwhile
            return Optional.of(new Handled.Duplicate());
        }
        if (next instanceof Turn.Next waiting && sameMessage(waiting)) {
            if (stores.inbox().add(message.consumer(), waiting.message().id())) {
                return Optional.empty();
            }
            stores.parking().done(waiting);
            return Optional.of(new Handled.Duplicate());
        }
        return Optional.of(new Handled.Elsewhere());
    }

    @Override
    public void done(Stores stores) {
        if (turn instanceof Turn.Retry retry) {
            stores.parking().done(retry);
        } else if (turn instanceof Turn.Next waiting) {
            stores.parking().done(waiting);
        }
    }

    @Override
    public void failed(Stores stores, KeptMessage message, Failure failure) {
        if (turn instanceof Turn.Retry retry) {
            stores.parking().failed(retry, failure);
        } else if (turn instanceof Turn.Next waiting) {
            stores.parking().failed(waiting, failure);
        }
    }

    @Override
    public int attempts() {
        return expected instanceof Turn.Retry retry ? retry.letter().attempts() : 0;
    }

    private boolean sameLetter(Turn.Retry retry) {
        return expected instanceof Turn.Retry before
                && before.letter().id().equals(retry.letter().id());
    }

    private boolean sameMessage(Turn.Next waiting) {
        return expected instanceof Turn.Next before && before.seq() == waiting.seq();
    }
}
