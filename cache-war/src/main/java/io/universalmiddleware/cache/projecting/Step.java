package io.universalmiddleware.cache.projecting;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.universalmiddleware.cache.view.View;
import io.universalmiddleware.contracts.id.ViewRef;
import io.universalmiddleware.persistence.inbox.InboxEntry;
import io.universalmiddleware.persistence.view.ViewRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One event on its way into one view. */
final class Step {
    private final View view;
    private final IncomingEvent event;
    private final Object data;
    private final List<ViewRef> rows;
    private boolean again;

    private Step(View view, IncomingEvent event, Object data, List<ViewRef> rows) {
        this.view = view;
        this.event = event;
        this.data = data;
        this.rows = rows;
    }

    /** @throws JsonProcessingException if the data is not of its type's shape */
    static Step of(IncomingEvent event, View view) throws JsonProcessingException {
        try {
            Object data = view.event(event.type(), event.version(), event.data());
            List<ViewRef> affected = view.keys(data, event.metadata()).stream()
                    .distinct()
                    .map(key -> new ViewRef(
                            event.metadata().aggregate().tenant(), view.name(), Objects.requireNonNull(key)))
                    .toList();
            return new Step(view, event, data, affected);
        } catch (Error ofTheProjection) {
            throw new ProjectionError(ofTheProjection);
        }
    }

    View view() {
        return view;
    }

    IncomingEvent event() {
        return event;
    }

    /** How the inbox knows it. */
    InboxEntry entry() {
        return new InboxEntry(view.consumer(), event.metadata().id());
    }

    Collection<ViewRef> rows() {
        return rows;
    }

    /** The view had the event before. */
    void cameAgain() {
        again = true;
    }

    boolean again() {
        return again;
    }

    private @Nullable String apply(ViewRow before, ViewRef ref) throws JsonProcessingException {
        try {
            return view.apply(before.body(), ref.key(), data, event.metadata());
        } catch (Error ofTheProjection) {
            throw new ProjectionError(ofTheProjection);
        }
    }

    /** Changes all of its rows, or none and throws. A row that stays the same gets no version. */
    List<Change> apply(Map<ViewRef, ViewRow> locked, Instant now) throws JsonProcessingException {
        List<Change> changes = new ArrayList<>();
        for (ViewRef ref : rows) {
            ViewRow before = Objects.requireNonNull(locked.get(ref));
            @Nullable String body = apply(before, ref);
            if (!Objects.equals(body, before.body())) {
                changes.add(new Change(new ViewRow(ref, before.version() + 1, body, now), event, false));
            }
        }
        changes.forEach(change -> locked.put(change.row().ref(), change.row()));
        return changes;
    }
}
