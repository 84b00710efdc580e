package io.universalmiddleware.persistence.webhook;

import io.universalmiddleware.persistence.postgres.Columns;
import io.universalmiddleware.persistence.postgres.SqlSession;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What became of deliveries, for people; and what they have sent again. Every method runs in the caller's transaction. */
@Dependent
public class DeliveryLogRepository {
    private static final String COLUMNS = "id, endpoint, message, type, occurred_at, status, trial, sending, attempts, "
            + "due_at, last_attempt_at, last_status, last_error, created_at, finished_at";

    private static final UUID LEAST = new UUID(0, 0);

    private final SqlSession session;

    @Inject
    public DeliveryLogRepository(SqlSession session) {
        this.session = session;
    }

    /** A page, newest first. */
    public List<LoggedDelivery> list(LogQuery query) {
        return session.query(
                "SELECT " + COLUMNS + """
                         FROM webhook_delivery WHERE endpoint = ? AND (?::text IS NULL OR status = ?)
                            AND (?::text IS NULL OR type = ?) AND (?::timestamptz IS NULL OR occurred_at >= ?)
                            AND (?::timestamptz IS NULL OR occurred_at < ?) AND (?::uuid IS NULL OR id < ?)
                        ORDER BY id DESC LIMIT ?
                        """,
                s -> {
                    @Nullable
                    String status =
                            query.status() == null ? null : query.status().text();
                    s.setObject(1, query.endpoint());
                    s.setString(2, status);
                    s.setString(3, status);
                    s.setString(4, query.type());
                    s.setString(5, query.type());
                    s.setTimestamp(6, Columns.timestampOrNull(query.since()));
                    s.setTimestamp(7, Columns.timestampOrNull(query.since()));
                    s.setTimestamp(8, Columns.timestampOrNull(query.until()));
                    s.setTimestamp(9, Columns.timestampOrNull(query.until()));
                    s.setObject(10, query.before());
                    s.setObject(11, query.before());
                    s.setInt(12, query.limit());
                },
                DeliveryLogRepository::read);
    }

    /** One of an endpoint. */
    public Optional<LoggedDelivery> find(UUID endpoint, UUID delivery) {
        return session
                .query(
                        "SELECT " + COLUMNS + " FROM webhook_delivery WHERE endpoint = ? AND id = ?",
                        s -> {
                            s.setObject(1, endpoint);
                            s.setObject(2, delivery);
                        },
                        DeliveryLogRepository::read)
                .stream()
                .findFirst();
    }

    /** The body that a message is sent with. */
    public Optional<String> body(UUID message) {
        return session
                .query(
                        "SELECT body FROM webhook_message WHERE id = ?",
                        s -> s.setObject(1, message),
                        row -> row.getString(1))
                .stream()
                .findFirst();
    }

    /** The attempts of a delivery, first to last. */
    public List<LoggedAttempt> attempts(UUID delivery) {
        return session.query(
                "SELECT number, at, millis, status, error, answer FROM webhook_attempt WHERE delivery = ? ORDER BY number",
                s -> s.setObject(1, delivery),
                row -> new LoggedAttempt(
                        row.getInt("number"),
                        Columns.requiredInstant(row, "at"),
                        row.getInt("millis"),
                        row.getObject("status", Integer.class),
                        row.getString("error"),
                        row.getString("answer")));
    }

    /** How many of an endpoint's are to be sent; counted up to a bound. */
    public int pending(UUID endpoint, int bound) {
        return session.query(
                        "SELECT count(*) FROM (SELECT FROM webhook_delivery WHERE endpoint = ? AND status = 'pending' LIMIT ?) AS p",
                        s -> {
                            s.setObject(1, endpoint);
                            s.setInt(2, bound);
                        },
                        row -> row.getInt(1))
                .get(0);
    }

    /** Has one sent now, with the whole schedule before it; nothing is changed while a node is sending it. */
    public void retry(UUID delivery, Instant now) {
        session.update("""
                UPDATE webhook_delivery SET status = 'pending', tries = 0, due_at = ?, finished_at = NULL, sending = false
                WHERE id = ? AND (NOT sending OR status <> 'pending' OR due_at <= ?)
                """, s -> {
            s.setTimestamp(1, Columns.timestamp(now));
            s.setObject(2, delivery);
            s.setTimestamp(3, Columns.timestamp(now));
        });
    }

    /**
     * Has those sent again that are finished, in the order of their events; tests are left out.
     *
     * @param after only those behind this place; null for all
     */
    public Replayed replay(LogQuery query, Replayed.@Nullable Place after, Instant now) {
        return session
                .query(
                        """
                        WITH again AS (
                            UPDATE webhook_delivery SET status = 'pending', tries = 0, due_at = ?, finished_at = NULL, sending = false
                            WHERE id IN (
                                SELECT id FROM webhook_delivery WHERE endpoint = ? AND status <> 'pending' AND NOT trial
                                    AND (?::text IS NULL OR status = ?) AND (?::text IS NULL OR type = ?)
                                    AND occurred_at >= coalesce(?::timestamptz, '-infinity')
                                    AND occurred_at < coalesce(?::timestamptz, 'infinity')
                                    AND (occurred_at, id) > (coalesce(?::timestamptz, '-infinity'), coalesce(?::uuid, ?))
                                ORDER BY occurred_at, id LIMIT ? FOR UPDATE SKIP LOCKED
                            )
                            RETURNING id, occurred_at
                        )
                        SELECT id, occurred_at, count(*) OVER () AS n FROM again ORDER BY occurred_at DESC, id DESC LIMIT 1
                        """,
                        s -> {
                            @Nullable
                            String status = query.status() == null
                                    ? null
                                    : query.status().text();
                            s.setTimestamp(1, Columns.timestamp(now));
                            s.setObject(2, query.endpoint());
                            s.setString(3, status);
                            s.setString(4, status);
                            s.setString(5, query.type());
                            s.setString(6, query.type());
                            s.setTimestamp(7, Columns.timestampOrNull(query.since()));
                            s.setTimestamp(8, Columns.timestampOrNull(query.until()));
                            s.setTimestamp(9, Columns.timestampOrNull(after == null ? null : after.occurredAt()));
                            s.setObject(10, after == null ? null : after.id());
                            s.setObject(11, LEAST);
                            s.setInt(12, query.limit());
                        },
                        row -> new Replayed(
                                row.getInt("n"),
                                row.getInt("n") < query.limit()
                                        ? null
                                        : new Replayed.Place(
                                                Columns.requiredInstant(row, "occurred_at"),
                                                row.getObject("id", UUID.class))))
                .stream()
                .findFirst()
                .orElse(Replayed.NOTHING);
    }

    /**
     * Forgets deliveries that were put in before the instant, whatever became of them, and messages that nobody is told any more.
     *
     * @param limit at most so many of each
     * @return whether there may be more
     */
    public boolean forget(Instant before, int limit) {
        int deliveries = session.update(
                "DELETE FROM webhook_delivery WHERE id IN (SELECT id FROM webhook_delivery WHERE created_at < ? ORDER BY created_at LIMIT ?)",
                s -> {
                    s.setTimestamp(1, Columns.timestamp(before));
                    s.setInt(2, limit);
                });
        int messages = session.update("""
                DELETE FROM webhook_message WHERE id IN (
                    SELECT id FROM webhook_message m WHERE created_at < ?
                        AND NOT EXISTS (SELECT FROM webhook_delivery d WHERE d.message = m.id)
                    ORDER BY created_at LIMIT ?)
                """, s -> {
            s.setTimestamp(1, Columns.timestamp(before));
            s.setInt(2, limit);
        });
        return deliveries == limit || messages == limit;
    }

    /** Forgets what is to be sent to endpoints that are not configured any more, and what was known of these. */
    public void forgetEndpoints() {
        session.update("""
                DELETE FROM webhook_delivery d WHERE status = 'pending'
                    AND NOT EXISTS (SELECT FROM config_entry c WHERE c.id = d.endpoint)
                """, s -> {});
        session.update(
                "DELETE FROM webhook_endpoint e WHERE NOT EXISTS (SELECT FROM config_entry c WHERE c.id = e.id)",
                s -> {});
        session.update(
                "DELETE FROM webhook_secret w WHERE NOT EXISTS (SELECT FROM config_entry c WHERE c.id = w.endpoint)",
                s -> {});
    }

    private static LoggedDelivery read(ResultSet row) throws SQLException {
        DeliveryStatus status = DeliveryStatus.of(row.getString("status")).orElseThrow();
        boolean sending = row.getBoolean("sending");
        return new LoggedDelivery(
                row.getObject("id", UUID.class),
                row.getObject("endpoint", UUID.class),
                row.getObject("message", UUID.class),
                row.getString("type"),
                Columns.requiredInstant(row, "occurred_at"),
                status,
                row.getBoolean("trial"),
                sending && status == DeliveryStatus.PENDING,
                row.getInt("attempts"),
                status == DeliveryStatus.PENDING && !sending ? Columns.instant(row, "due_at") : null,
                Columns.instant(row, "last_attempt_at"),
                row.getObject("last_status", Integer.class),
                row.getString("last_error"),
                Columns.requiredInstant(row, "created_at"),
                Columns.instant(row, "finished_at"));
    }
}
