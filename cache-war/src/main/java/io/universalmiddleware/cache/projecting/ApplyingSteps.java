package io.universalmiddleware.cache.projecting;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.universalmiddleware.contracts.id.ViewRef;
import io.universalmiddleware.persistence.deadletter.Arrival;
import io.universalmiddleware.persistence.inbox.InboxEntry;
import io.universalmiddleware.persistence.inbox.InboxRepository;
import io.universalmiddleware.persistence.timeline.TimelineEntry;
import io.universalmiddleware.persistence.view.ProjectionRepository;
import io.universalmiddleware.persistence.view.ProjectionRepository.Taken;
import io.universalmiddleware.persistence.view.ViewRow;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Applies steps to the rows of views, in the caller's transaction: each event changes each of its rows once.
 *
 * <p>Inbox rows are taken first and rows of views are locked after that, both in one order for all; a version is one more than the one
 * locked.
 */
@Dependent
public class ApplyingSteps {
    static final String UPDATED = "view-updated";

    private final ProjectionRepository projections;
    private final InboxRepository inbox;
    private final Clock clock;

    @Inject
    public ApplyingSteps(ProjectionRepository projections, InboxRepository inbox, Clock clock) {
        this.projections = projections;
        this.inbox = inbox;
        this.clock = clock;
    }

    Instant now() {
        return clock.instant();
    }

    /** Those of the events that the consumer has not had. */
    Set<UUID> missing(String consumer, Set<UUID> events) {
        return inbox.missing(consumer, events);
    }

    /** As {@link #apply(List, Aside)}, whatever the steps' aggregates wait behind. */
    List<Change> apply(List<Step> steps) {
        return apply(steps, step -> null, notTaken -> Set.of());
    }

    /**
     * Applies the steps in their order.
     *
     * @return every version made, in order, and the current rows of events that came again
     * @throws PoisonException if a view cannot take an event; the transaction must not commit
     */
    List<Change> apply(List<Step> steps, Aside aside) {
        return apply(steps, step -> step.event().key(step.view()).key(), aside);
    }

    private List<Change> apply(List<Step> steps, Function<Step, @Nullable String> key, Aside aside) {
        if (steps.isEmpty()) {
            return List.of();
        }
        Instant taken = clock.instant();
        Taken hold = projections.take(
                steps.stream()
                        .map(step -> new Arrival(
                                step.view().consumer(),
                                key.apply(step),
                                step.entry().message()))
                        .toList(),
                steps.stream()
                        .flatMap(step -> step.rows().stream())
                        .collect(Collectors.toCollection(LinkedHashSet::new)));
        Set<InboxEntry> unseen = new HashSet<>(hold.fresh());
        Map<ViewRef, ViewRow> current = new HashMap<>(hold.locked());
        List<Step> fresh = new ArrayList<>();
        List<Step> others = new ArrayList<>();
        steps.forEach(step -> (unseen.remove(step.entry()) ? fresh : others).add(step));
        Set<Step> waiting = others.isEmpty() ? Set.of() : aside.put(others);
        others.stream().filter(step -> !waiting.contains(step)).forEach(Step::cameAgain);
        List<Change> changes = changes(fresh, current);
        save(changes, taken);
        return withComeAgain(changes, others, current);
    }

    private List<Change> changes(List<Step> fresh, Map<ViewRef, ViewRow> locked) {
        Instant now = clock.instant();
        List<Change> changes = new ArrayList<>();
        Map<Poison, Exception> found = new LinkedHashMap<>();
        for (Step step : fresh) {
            try {
                changes.addAll(step.apply(locked, now));
            } catch (JsonProcessingException | RuntimeException cannot) {
                found.put(new Poison(step.event(), step.view().name()), cannot);
            }
        }
        PoisonException.refuse(found);
        return changes;
    }

    private void save(List<Change> changes, Instant taken) {
        Map<ViewRef, ViewRow> latest = new LinkedHashMap<>();
        changes.forEach(change -> latest.put(change.row().ref(), change.row()));
        projections.save(
                latest.values(),
                changes.stream().map(change -> entry(change, taken)).toList());
    }

    private TimelineEntry entry(Change change, Instant taken) {
        IncomingEvent event = change.cause();
        var detail = JsonNodeFactory.instance
                .objectNode()
                .put("view", change.row().ref().view())
                .put("key", change.row().ref().key())
                .put("eventType", event.type())
                .put("eventId", event.metadata().id().toString())
                .put("version", change.row().version())
                .put("publishedAt", event.publishedAt().toString())
                .put("takenAt", taken.toString());
        return new TimelineEntry(event.metadata().command(), clock.instant(), UPDATED, detail.toString());
    }

    /** Adds the current row of each key that only events which came again have touched. */
    private static List<Change> withComeAgain(List<Change> changes, List<Step> steps, Map<ViewRef, ViewRow> locked) {
        Set<ViewRef> told = changes.stream().map(c -> c.row().ref()).collect(Collectors.toSet());
        List<Change> all = new ArrayList<>(changes);
        for (Step step : steps) {
            for (ViewRef ref : step.again() ? step.rows() : List.<ViewRef>of()) {
                @Nullable ViewRow row = locked.get(ref);
                if (row != null && row.version() > 0 && told.add(ref)) {
                    all.add(new Change(row, step.event(), true));
                }
            }
        }
        return all;
    }

    /** Puts steps that were not taken where they wait, if they are to. */
    @FunctionalInterface
    interface Aside {

        /** @return those that wait now; the others came again */
        Set<Step> put(List<Step> notTaken);
    }
}
