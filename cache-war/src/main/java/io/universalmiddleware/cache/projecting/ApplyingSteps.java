package io.universalmiddleware.cache.projecting;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.universalmiddleware.contracts.id.ViewRef;
import io.universalmiddleware.persistence.inbox.InboxRepository;
import io.universalmiddleware.persistence.timeline.TimelineEntry;
import io.universalmiddleware.persistence.timeline.TimelineRepository;
import io.universalmiddleware.persistence.view.ViewRepository;
import io.universalmiddleware.persistence.view.ViewRow;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
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

    private final InboxRepository inbox;
    private final ViewRepository rows;
    private final TimelineRepository timeline;
    private final Clock clock;

    @Inject
    public ApplyingSteps(InboxRepository inbox, ViewRepository rows, TimelineRepository timeline, Clock clock) {
        this.inbox = inbox;
        this.rows = rows;
        this.timeline = timeline;
        this.clock = clock;
    }

    Instant now() {
        return clock.instant();
    }

    /** Those of the events that the consumer has not had. */
    Set<UUID> missing(String consumer, Set<UUID> events) {
        return inbox.missing(consumer, events);
    }

    /**
     * Applies the steps in their order.
     *
     * @return every version made, in order, and the current rows of events that came again
     * @throws PoisonException if a view cannot take an event; the transaction must not commit
     */
    List<Change> apply(List<Step> steps) {
        Instant taken = clock.instant();
        Map<String, Set<UUID>> fresh = takeInbox(steps);
        Set<ViewRef> affected =
                steps.stream().flatMap(s -> s.rows().stream()).collect(Collectors.toCollection(LinkedHashSet::new));
        Map<ViewRef, ViewRow> locked = affected.isEmpty() ? Map.of() : new LinkedHashMap<>(rows.lockAll(affected));
        List<Change> changes = apply(steps, fresh, locked);
        save(changes, taken);
        return withComeAgain(changes, steps, locked);
    }

    /** For each view, which events it has not had; they are its own now. */
    private Map<String, Set<UUID>> takeInbox(List<Step> steps) {
        Map<String, Set<UUID>> fresh = new TreeMap<>();
        for (Step step : steps) {
            fresh.computeIfAbsent(step.view().consumer(), c -> new LinkedHashSet<>())
                    .add(step.event().metadata().id());
        }
        fresh.replaceAll(inbox::addAll);
        return fresh;
    }

    private List<Change> apply(List<Step> steps, Map<String, Set<UUID>> fresh, Map<ViewRef, ViewRow> locked) {
        Instant now = clock.instant();
        List<Change> changes = new ArrayList<>();
        Map<Poison, Exception> found = new LinkedHashMap<>();
        for (Step step : steps) {
            if (Objects.requireNonNull(fresh.get(step.view().consumer()))
                    .remove(step.event().metadata().id())) {
                try {
                    changes.addAll(step.apply(locked, now));
                } catch (JsonProcessingException | RuntimeException cannot) {
                    found.put(new Poison(step.event(), step.view().name()), cannot);
                }
            } else {
                step.cameAgain();
            }
        }
        PoisonException.refuse(found);
        return changes;
    }

    private void save(List<Change> changes, Instant taken) {
        Map<ViewRef, ViewRow> latest = new LinkedHashMap<>();
        changes.forEach(change -> latest.put(change.row().ref(), change.row()));
        rows.saveAll(latest.values());
        timeline.addAll(changes.stream().map(change -> entry(change, taken)).toList());
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
}
