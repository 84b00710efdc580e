package io.universalmiddleware.persistence.identity;

import io.universalmiddleware.persistence.postgres.Columns;
import io.universalmiddleware.persistence.postgres.SqlSession;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/** The mail that is to be handed over. Every method runs in the caller's transaction. */
@Dependent
public class MailRepository {
    private final SqlSession session;

    /** A mail that is due. @param attempts before this one */
    public record DueMail(UUID id, byte[] sealed, int attempts) {}

    @Inject
    public MailRepository(SqlSession session) {
        this.session = session;
    }

    /** @param sealed encrypted @param expires after which it is of no use */
    public void add(UUID id, byte[] sealed, Instant now, Instant expires) {
        session.update(
                "INSERT INTO outgoing_mail (id, sealed, attempts, due_at, expires_at) VALUES (?, ?, 0, ?, ?)", s -> {
                    s.setObject(1, id);
                    s.setBytes(2, sealed);
                    s.setTimestamp(3, Columns.timestamp(now));
                    s.setTimestamp(4, Columns.timestamp(expires));
                });
    }

    /** Takes mail that is due, the oldest first, so that nobody else does for a while; at most so much. */
    public List<DueMail> take(Instant now, Duration awhile, int limit) {
        List<DueMail> due = session.query(
                """
                UPDATE outgoing_mail SET due_at = ?, attempts = attempts + 1
                WHERE id IN (SELECT id FROM outgoing_mail WHERE due_at <= ? AND expires_at > ?
                             ORDER BY due_at LIMIT ? FOR UPDATE SKIP LOCKED)
                RETURNING id, sealed, attempts - 1 AS before
                """,
                s -> {
                    s.setTimestamp(1, Columns.timestamp(now.plus(awhile)));
                    s.setTimestamp(2, Columns.timestamp(now));
                    s.setTimestamp(3, Columns.timestamp(now));
                    s.setInt(4, limit);
                },
                row -> new DueMail(row.getObject("id", UUID.class), row.getBytes("sealed"), row.getInt("before")));
        return due.stream().sorted(Comparator.comparing(DueMail::id)).toList();
    }

    /** It was handed over, or never can be. */
    public void remove(UUID id) {
        session.update("DELETE FROM outgoing_mail WHERE id = ?", s -> s.setObject(1, id));
    }

    /** It is to be tried again then. */
    public void later(UUID id, Instant due) {
        session.update("UPDATE outgoing_mail SET due_at = ? WHERE id = ?", s -> {
            s.setTimestamp(1, Columns.timestamp(due));
            s.setObject(2, id);
        });
    }

    /** Removes what is of no use any more: how much. */
    public int removeExpired(Instant now) {
        return session.update(
                "DELETE FROM outgoing_mail WHERE expires_at <= ?", s -> s.setTimestamp(1, Columns.timestamp(now)));
    }
}
