package io.universalmiddleware.persistence.outbox;

import java.util.List;

/**
 * An outbox page is the next rows to publish, in their order.
 *
 * @param snapshot the {@code pg_snapshot} in which they were read
 * @param complete whether nothing else was to be had there
 */
public record OutboxPage(String snapshot, List<UnpublishedRow> rows, boolean complete) {

    /** The cursor once all rows of the page, read at the given cursor, are published. */
    public OutboxCursor after(OutboxCursor cursor) {
        String end = cursor.target() == null ? snapshot : cursor.target();
        return complete
                ? OutboxCursor.at(end)
                : cursor.within(end, rows.get(rows.size() - 1).seq());
    }
}
