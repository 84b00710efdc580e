package io.universalmiddleware.cache.projecting;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.universalmiddleware.cache.view.View;
import io.universalmiddleware.cache.view.Views;
import io.universalmiddleware.contracts.id.ViewRef;
import io.universalmiddleware.persistence.inbox.InboxRepository;
import io.universalmiddleware.persistence.timeline.TimelineEntry;
import io.universalmiddleware.persistence.timeline.TimelineRepository;
import io.universalmiddleware.persistence.view.ViewRepository;
import io.universalmiddleware.persistence.view.ViewRow;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
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
 * Projects a batch of events: inbox rows, rows of views and timeline entries commit together or not at all.
 *
 * <p>Each event changes each of its rows once, in the batch's order, whoever else projects at the same time: inbox rows are
 * taken first and rows of views are locked after that, both in one order for all, and a version is one more than the one locked.
 */
@ApplicationScoped
public class ProjectingBatch {
    static final String UPDATED = "view-updated";
    static final String FAILED = "projection-failed";

    private Views views;
    private InboxRepository inbox;
    private ViewRepository rows;
    private TimelineRepository timeline;
    private Clock clock;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected ProjectingBatch() {}

    @Inject
    public ProjectingBatch(
            Views views, InboxRepository inbox, ViewRepository rows, TimelineRepository timeline, Clock clock) {
        this.views = views;
        this.inbox = inbox;
        this.rows = rows;
        this.timeline = timeline;
        this.clock = clock;
    }

    /**
     * Projects in a transaction of its own.
     *
     * @param poison what to leave out, each with the reason that the timeline is told
     * @return every version made, in order, and the current rows of events that came again
     * @throws PoisonException if there is more poison; the transaction rolls back
     */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public List<Change> project(List<IncomingEvent> batch, Map<Poison, String> poison) {
        List<Step> steps = steps(batch, poison);
        Map<String, Set<UUID>> fresh = takeInbox(steps);
        Set<ViewRef> affected =
                steps.stream().flatMap(s -> s.rows().stream()).collect(Collectors.toCollection(LinkedHashSet::new));
        Map<ViewRef, ViewRow> locked = affected.isEmpty() ? Map.of() : new LinkedHashMap<>(rows.lockAll(affected));
        List<Change> changes = apply(steps, fresh, locked);
        save(changes, poison);
        return withComeAgain(changes, steps, locked);
    }

    private List<Step> steps(List<IncomingEvent> batch, Map<Poison, String> poison) {
        List<Step> steps = new ArrayList<>();
        Map<Poison, Exception> found = new LinkedHashMap<>();
        for (IncomingEvent event : batch) {
            for (View view : views.consuming(event.type())) {
                Poison self = new Poison(event, view.name());
                if (!poison.containsKey(self)) {
                    try {
                        steps.add(step(event, view));
                    } catch (JsonProcessingException | RuntimeException cannot) {
                        found.put(self, cannot);
                    }
                }
            }
        }
        refuse(found);
        return steps;
    }

    private static Step step(IncomingEvent event, View view) throws JsonProcessingException {
        Object data = view.event(event.type(), event.version(), event.data());
        List<ViewRef> affected = view.keys(data, event.metadata()).stream()
                .distinct()
                .map(key ->
                        new ViewRef(event.metadata().aggregate().tenant(), view.name(), Objects.requireNonNull(key)))
                .toList();
        return new Step(view, event, data, affected);
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
                step.again = true;
            }
        }
        refuse(found);
        return changes;
    }

    private static void refuse(Map<Poison, Exception> found) {
        if (!found.isEmpty()) {
            throw new PoisonException(found);
        }
    }

    private void save(List<Change> changes, Map<Poison, String> poison) {
        Map<ViewRef, ViewRow> latest = new LinkedHashMap<>();
        changes.forEach(change -> latest.put(change.row().ref(), change.row()));
        rows.saveAll(latest.values());
        List<TimelineEntry> entries = new ArrayList<>();
        for (Change change : changes) {
            entries.add(entry(
                    change.cause(),
                    UPDATED,
                    change.row().ref().view(),
                    "key",
                    change.row().ref().key(),
                    change.row().version()));
        }
        poison.forEach((p, reason) -> entries.add(entry(p.event(), FAILED, p.view(), "reason", reason, null)));
        timeline.addAll(entries);
    }

    private TimelineEntry entry(
            IncomingEvent event, String step, String view, String name, String value, @Nullable Long version) {
        var detail = JsonNodeFactory.instance
                .objectNode()
                .put("view", view)
                .put(name, value)
                .put("eventType", event.type())
                .put("eventId", event.metadata().id().toString());
        if (version != null) {
            detail.put("version", version);
        }
        return new TimelineEntry(event.metadata().command(), clock.instant(), step, detail.toString());
    }

    /** Adds the current row of each key that only events which came again have touched. */
    private static List<Change> withComeAgain(List<Change> changes, List<Step> steps, Map<ViewRef, ViewRow> locked) {
        Set<ViewRef> told = changes.stream().map(c -> c.row().ref()).collect(Collectors.toSet());
        List<Change> all = new ArrayList<>(changes);
        for (Step step : steps) {
            for (ViewRef ref : step.again ? step.rows() : List.<ViewRef>of()) {
                @Nullable ViewRow row = locked.get(ref);
                if (row != null && row.version() > 0 && told.add(ref)) {
                    all.add(new Change(row, step.event(), true));
                }
            }
        }
        return all;
    }

    /** One event on its way into one view. */
    private static final class Step {
        private final View view;
        private final IncomingEvent event;
        private final Object data;
        private final List<ViewRef> rows;
        private boolean again;

        Step(View view, IncomingEvent event, Object data, List<ViewRef> rows) {
            this.view = view;
            this.event = event;
            this.data = data;
            this.rows = rows;
        }

        View view() {
            return view;
        }

        IncomingEvent event() {
            return event;
        }

        Collection<ViewRef> rows() {
            return rows;
        }

        /** Changes all of its rows, or none and throws. A row that stays the same gets no version. */
        List<Change> apply(Map<ViewRef, ViewRow> locked, Instant now) throws JsonProcessingException {
            List<Change> changes = new ArrayList<>();
            for (ViewRef ref : rows) {
                ViewRow before = Objects.requireNonNull(locked.get(ref));
                @Nullable String body = view.apply(before.body(), ref.key(), data, event.metadata());
                if (!Objects.equals(body, before.body())) {
                    changes.add(new Change(new ViewRow(ref, before.version() + 1, body, now), event, false));
                }
            }
            changes.forEach(change -> locked.put(change.row().ref(), change.row()));
            return changes;
        }
    }
}
