package io.universalmiddleware.cache.projecting;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.universalmiddleware.cache.view.View;
import io.universalmiddleware.cache.view.Views;
import io.universalmiddleware.persistence.deadletter.Cause;
import io.universalmiddleware.persistence.deadletter.Failure;
import io.universalmiddleware.persistence.deadletter.LetterReason;
import io.universalmiddleware.persistence.deadletter.ParkedKey;
import io.universalmiddleware.persistence.deadletter.Parking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Projects a batch of events: inbox rows, rows of views and timeline entries commit together or not at all.
 *
 * <p>Each event changes each of its rows once, in the batch's order, whoever else projects at the same time. Poison becomes a dead
 * letter of its view; later events of its aggregate wait behind it, for that view alone, and are not in the inbox as long as they do.
 */
@ApplicationScoped
public class ProjectingBatch {
    private Views views;
    private Parking parking;
    private ApplyingSteps applying;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected ProjectingBatch() {}

    @Inject
    public ProjectingBatch(Views views, Parking parking, ApplyingSteps applying) {
        this.views = views;
        this.parking = parking;
        this.applying = applying;
    }

    /**
     * Projects in a transaction of its own.
     *
     * @param poison what views cannot take, and why
     * @return every version made, in order, and the current rows of events that came again
     * @throws PoisonException if there is more poison; the transaction rolls back
     */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public List<Change> project(List<IncomingEvent> batch, Map<Poison, Exception> poison) {
        try {
            return projected(batch, poison);
        } catch (Error error) {
            throw new ProjectionError(error);
        }
    }

    private List<Change> projected(List<IncomingEvent> batch, Map<Poison, Exception> poison) {
        Set<Poison> dealtWith = poison.isEmpty() ? Set.of() : bury(batch, poison);
        List<Step> steps = new ArrayList<>();
        Map<Poison, Exception> found = new LinkedHashMap<>();
        for (IncomingEvent event : batch) {
            for (View view : views.consuming(event.type())) {
                Poison self = new Poison(event, view.name());
                if (!dealtWith.contains(self)) {
                    try {
                        steps.add(Step.of(event, view));
                    } catch (JsonProcessingException | RuntimeException cannot) {
                        found.put(self, cannot);
                    }
                }
            }
        }
        PoisonException.refuse(found);
        // what stood before the poison is taken still, though its aggregate is parked now
        return poison.isEmpty() ? applying.apply(steps, this::putAside) : applying.apply(steps);
    }

    /** Makes letters of poison, and has wait what stands behind them and behind earlier letters; answers what is dealt with so. */
    private Set<Poison> bury(List<IncomingEvent> batch, Map<Poison, Exception> poison) {
        Set<ParkedKey> parked = new HashSet<>(parkedAmong(batch));
        Set<Poison> dealtWith = new HashSet<>();
        for (IncomingEvent event : batch) {
            for (View view : views.consuming(event.type())) {
                Poison self = new Poison(event, view.name());
                ParkedKey key = event.key(view);
                if (parked.contains(key) && isNew(event, view)) {
                    parking.append(event.kept(view));
                    dealtWith.add(self);
                } else if (poison.containsKey(self)) {
                    if (parking.bury(event.kept(view), failure(Objects.requireNonNull(poison.get(self))))) {
                        parked.add(key);
                    }
                    dealtWith.add(self);
                }
            }
        }
        return dealtWith;
    }

    /** Has wait what stands behind a letter. */
    private Set<Step> putAside(List<Step> notTaken) {
        Set<ParkedKey> parked = parking.parkedAmong(
                notTaken.stream().map(step -> step.event().key(step.view())).collect(Collectors.toSet()));
        Set<Step> waiting = new HashSet<>();
        for (Step step : notTaken) {
            if (parked.contains(step.event().key(step.view())) && isNew(step.event(), step.view())) {
                parking.append(step.event().kept(step.view()));
                waiting.add(step);
            }
        }
        return waiting;
    }

    private Set<ParkedKey> parkedAmong(List<IncomingEvent> batch) {
        Set<ParkedKey> keys = new HashSet<>();
        for (IncomingEvent event : batch) {
            views.consuming(event.type()).forEach(view -> keys.add(event.key(view)));
        }
        return keys.isEmpty() ? keys : parking.parkedAmong(keys);
    }

    /** What the view had before its aggregate was parked comes again as ever. */
    private boolean isNew(IncomingEvent event, View view) {
        UUID id = event.metadata().id();
        return applying.missing(view.consumer(), Set.of(id)).contains(id);
    }

    private Failure failure(Exception cause) {
        return failure(cause, applying.now());
    }

    static Failure failure(Exception cause, Instant at) {
        LetterReason reason = cause instanceof JsonProcessingException || cause instanceof UndecodableException
                ? LetterReason.MALFORMED
                : LetterReason.PERMANENT;
        return new Failure(reason, Cause.of(cause), 1, at);
    }
}
