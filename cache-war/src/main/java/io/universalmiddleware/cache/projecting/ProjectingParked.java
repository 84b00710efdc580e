package io.universalmiddleware.cache.projecting;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.cache.view.View;
import io.universalmiddleware.cache.view.Views;
import io.universalmiddleware.persistence.deadletter.KeptMessage;
import io.universalmiddleware.persistence.deadletter.ParkedKey;
import io.universalmiddleware.persistence.deadletter.Parking;
import io.universalmiddleware.persistence.deadletter.Turn;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Projects what is next for a parked key: its letter, if that is to be tried again, or the oldest event that waits behind it. */
@ApplicationScoped
public class ProjectingParked {
    private static final int AT_ONCE = 100;

    private Views views;
    private Parking parking;
    private ApplyingSteps applying;
    private Decoding decoding;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected ProjectingParked() {}

    @Inject
    public ProjectingParked(Views views, Parking parking, ApplyingSteps applying, ObjectMapper json) {
        this.views = views;
        this.parking = parking;
        this.applying = applying;
        this.decoding = new Decoding(json);
    }

    /** Keys of the consumers that are due. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public List<ParkedKey> due(Collection<String> consumers) {
        return parking.due(consumers, AT_ONCE);
    }

    /** What is next for the key at this moment. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public Optional<KeptMessage> next(ParkedKey key) {
        return message(parking.next(key));
    }

    /**
     * Projects what is next, in a transaction of its own: the rows change, and it does not wait any more, or neither.
     *
     * @return the event and what it changed; empty if there is nothing to do, or another node does it
     * @throws PoisonException if the view cannot take it still
     */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public Optional<Projected> project(ParkedKey key) {
        try {
            return projected(key);
        } catch (Error error) {
            throw new ProjectionError(error);
        }
    }

    private Optional<Projected> projected(ParkedKey key) {
        parking.lock(key);
        Turn turn = parking.next(key);
        Optional<KeptMessage> message = message(turn);
        if (message.isEmpty()) {
            return Optional.empty();
        }
        View view = views.ofConsumer(key.consumer())
                .orElseThrow(() -> new IllegalStateException("no view is " + key.consumer()));
        if (!(decoding.decode(message.get()) instanceof Incoming.Event event)) {
            throw new UndecodableException("it cannot be read any more");
        }
        Step step;
        try {
            step = Step.of(event.event(), view);
        } catch (JsonProcessingException unreadable) {
            throw new UndecodableException(unreadable);
        }
        List<Change> changes = applying.apply(List.of(step));
        done(turn);
        return Optional.of(new Projected(event.event(), changes));
    }

    /** The letter has had its effect by other ways. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public void done(ParkedKey key) {
        done(parking.next(key));
    }

    /** What is next cannot be projected: it is, or stays, a dead letter. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public void failed(ParkedKey key, KeptMessage message, Exception cause) {
        Turn turn = parking.next(key);
        if (message(turn).filter(m -> m.id().equals(message.id())).isEmpty()) {
            return;
        }
        if (turn instanceof Turn.Retry retry) {
            parking.failed(retry, ProjectingBatch.failure(cause, applying.now()));
        } else if (turn instanceof Turn.Next next) {
            parking.failed(next, ProjectingBatch.failure(cause, applying.now()));
        }
    }

    private void done(Turn turn) {
        if (turn instanceof Turn.Retry retry) {
            parking.done(retry);
        } else if (turn instanceof Turn.Next next) {
            parking.done(next);
        }
    }

    private static Optional<KeptMessage> message(Turn turn) {
        if (turn instanceof Turn.Retry retry) {
            return Optional.of(retry.letter().message());
        }
        return turn instanceof Turn.Next next ? Optional.of(next.message()) : Optional.empty();
    }

    /** An event and what it changed. */
    record Projected(IncomingEvent event, List<Change> changes) {}
}
