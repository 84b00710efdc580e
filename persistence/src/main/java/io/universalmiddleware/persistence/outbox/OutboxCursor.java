package io.universalmiddleware.persistence.outbox;

import org.jspecify.annotations.Nullable;

/**
 * An outbox cursor says how far publishing has come: everything visible in a snapshot is published, and of a window that
 * is too large for one page, what lies at or before a sequence number.
 *
 * @param snapshot a {@code pg_snapshot}: rows visible in it are published
 * @param target the window's end, a {@code pg_snapshot}; null if no window is open
 * @param lastSeq the last published sequence number of the window; 0 if none is open
 */
public record OutboxCursor(String snapshot, @Nullable String target, long lastSeq) {

    /** The cursor when all that is visible in the snapshot is published. */
    public static OutboxCursor at(String snapshot) {
        return new OutboxCursor(snapshot, null, 0);
    }

    /** The cursor inside the window that ends with the target. */
    public OutboxCursor within(String target, long lastSeq) {
        return new OutboxCursor(snapshot, target, lastSeq);
    }
}
