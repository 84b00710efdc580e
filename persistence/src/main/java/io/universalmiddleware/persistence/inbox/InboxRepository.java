package io.universalmiddleware.persistence.inbox;

import io.universalmiddleware.persistence.postgres.Columns;
import io.universalmiddleware.persistence.postgres.SqlSession;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/**
 * The inbox of every consumer. Every method runs in the caller's transaction.
 *
 * <p>A message is added in the transaction of its effect; so a message that is there has had its effect, once.
 */
@Dependent
public class InboxRepository {
    private final SqlSession session;

    @Inject
    public InboxRepository(SqlSession session) {
        this.session = session;
    }

    /**
     * Adds a message; waits for another transaction that is adding the same.
     *
     * @return false if the consumer had it before
     */
    public boolean add(String consumer, UUID message) {
        return session.update("INSERT INTO inbox (consumer, message) VALUES (?, ?) ON CONFLICT DO NOTHING", s -> {
                    s.setString(1, consumer);
                    s.setObject(2, message);
                })
                == 1;
    }

    /** Those of the messages that the consumer has not had. */
    public Set<UUID> missing(String consumer, Collection<UUID> messages) {
        Set<UUID> missing = new HashSet<>(messages);
        session.query(
                        "SELECT message FROM inbox WHERE consumer = ? AND message = ANY (?)",
                        s -> {
                            s.setString(1, consumer);
                            Columns.setUuids(s, 2, messages);
                        },
                        row -> row.getObject(1, UUID.class))
                .forEach(missing::remove);
        return missing;
    }

    /**
     * Forgets messages seen before the instant, which must lie further back than any redelivery can.
     *
     * @param limit at most so many
     * @return how many it forgot
     */
    public int forget(Instant before, int limit) {
        return session.update(
                "DELETE FROM inbox WHERE ctid IN (SELECT ctid FROM inbox WHERE seen_at < ? ORDER BY seen_at LIMIT ?)",
                s -> {
                    s.setTimestamp(1, Columns.timestamp(before));
                    s.setInt(2, limit);
                });
    }
}
