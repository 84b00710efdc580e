package io.universalmiddleware.command.relay;

import io.universalmiddleware.persistence.outbox.OutboxCursor;
import io.universalmiddleware.persistence.outbox.OutboxPage;
import io.universalmiddleware.persistence.outbox.RelayRepository;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the outbox page by page; of a backlog, whose rows are all committed, the next page while the one before is on its way to
 * Kafka.
 */
final class PageReader {
    /** A page that was read before it was asked for. */
    private record Ahead(Map<OutboxCursor, List<Integer>> cursors, Map<OutboxCursor, OutboxPage> pages) {}

    private final RelayRepository outbox;
    private @Nullable Ahead ahead;

    PageReader(RelayRepository outbox) {
        this.outbox = outbox;
    }

    /** The next page of each cursor. */
    Map<OutboxCursor, OutboxPage> next(Map<OutboxCursor, List<Integer>> cursors) {
        Ahead read = ahead;
        ahead = null;
        return read != null && read.cursors().equals(cursors) ? read.pages() : outbox.next(cursors);
    }

    /**
     * Reads what follows a page, if all shards stand at one cursor and it is inside a window, where what follows is certain.
     * Should shards come or go meanwhile, it is not used.
     *
     * @param cursors where all shards stand
     * @param after where those of the page will stand
     */
    void readAhead(Map<OutboxCursor, List<Integer>> cursors, OutboxCursor after, List<Integer> shards) {
        if (cursors.size() == 1 && after.target() != null) {
            Map<OutboxCursor, List<Integer>> then = Map.of(after, shards);
            ahead = new Ahead(then, outbox.next(then));
        }
    }
}
