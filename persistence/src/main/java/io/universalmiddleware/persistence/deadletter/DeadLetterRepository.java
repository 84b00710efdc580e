package io.universalmiddleware.persistence.deadletter;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.persistence.postgres.Columns;
import io.universalmiddleware.persistence.postgres.SqlSession;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The dead letters. Every method runs in the caller's transaction. */
@Dependent
public class DeadLetterRepository {
    private static final String COLUMNS = "id, " + MessageColumns.NAMES + ", state, reason, exception, message, frame, "
            + "chain, fingerprint, attempts, first_failed_at, last_failed_at, closed_at";
    private static final String INSERT = """
            INSERT INTO dead_letter (%s, id, state, reason, exception, message, frame, chain, fingerprint, attempts,
                first_failed_at, last_failed_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'open', ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (consumer, message_id) DO NOTHING
            """.formatted(MessageColumns.NAMES);
    private static final String FAILED_AGAIN = """
            UPDATE dead_letter SET state = 'open', reason = ?, exception = ?, message = ?, frame = ?, chain = ?,
                fingerprint = ?, attempts = attempts + ?, last_failed_at = ? WHERE id = ?
            """;
    private static final String MATCHING = """
            tenant = ANY (?) AND (?::text IS NULL OR state = ?) AND (?::text IS NULL OR fingerprint = ?)
                AND (?::text IS NULL OR type = ?) AND (?::uuid IS NULL OR id < ?)
            """;
    private static final String GROUPS = """
            SELECT fingerprint, max(exception) AS exception, count(*) AS letters, min(first_failed_at) AS first_at,
                max(last_failed_at) AS last_at, (array_agg(id ORDER BY id DESC))[1] AS sample,
                (array_agg(frame ORDER BY id DESC))[1] AS frame, (array_agg(message ORDER BY id DESC))[1] AS message
            FROM dead_letter WHERE %s GROUP BY fingerprint ORDER BY max(last_failed_at) DESC LIMIT ?
            """.formatted(MATCHING);

    private final SqlSession session;
    private final MessageColumns columns;

    @Inject
    public DeadLetterRepository(SqlSession session, ObjectMapper json) {
        this.session = session;
        this.columns = new MessageColumns(json);
    }

    /** @return false if the consumer has a letter of the message already; nothing has changed then */
    boolean insert(UUID id, KeptMessage message, Failure failure, Instant now) {
        return session.update(INSERT, s -> {
                    columns.bind(s, message);
                    int i = MessageColumns.COUNT;
                    s.setObject(++i, id);
                    i = bind(s, i, failure);
                    s.setInt(++i, failure.attempts());
                    s.setTimestamp(++i, Columns.timestamp(failure.firstAt()));
                    s.setTimestamp(++i, Columns.timestamp(now));
                })
                == 1;
    }

    void failedAgain(UUID id, Failure failure, Instant now) {
        session.update(FAILED_AGAIN, s -> {
            int i = bind(s, 0, failure);
            s.setInt(++i, failure.attempts());
            s.setTimestamp(++i, Columns.timestamp(now));
            s.setObject(++i, id);
        });
    }

    public Optional<DeadLetter> find(UUID id) {
        return one("SELECT " + COLUMNS + " FROM dead_letter WHERE id = ?", id);
    }

    /** The letter, locked until the transaction ends; empty if another transaction has it. */
    public Optional<DeadLetter> tryLock(UUID id) {
        return one("SELECT " + COLUMNS + " FROM dead_letter WHERE id = ? FOR UPDATE SKIP LOCKED", id);
    }

    /** Moves a letter that the transaction has locked; with a payload, replaces that too. */
    void move(UUID id, LetterState to, byte @Nullable [] payload, @Nullable Instant closedAt) {
        session.update(
                "UPDATE dead_letter SET state = ?, payload = coalesce(?, payload), closed_at = ? WHERE id = ?", s -> {
                    s.setString(1, to.wire());
                    s.setBytes(2, payload);
                    s.setTimestamp(3, Columns.timestampOrNull(closedAt));
                    s.setObject(4, id);
                });
    }

    /** If the message is a command, it is being processed again. */
    void reopenCommand(UUID message) {
        session.update(
                "UPDATE command SET status = 'processing', finished_at = NULL, problem = NULL, unsuccessful = NULL "
                        + "WHERE id = ? AND status = 'dead'",
                s -> s.setObject(1, message));
    }

    /** One page, newest first. */
    public List<DeadLetter> list(LetterQuery query) {
        return session.query(
                "SELECT " + COLUMNS + " FROM dead_letter WHERE " + MATCHING + " ORDER BY id DESC LIMIT ?",
                s -> bind(s, query),
                this::read);
    }

    /** The groups of what matches, last failed first; the query's {@code before} does not count. */
    public List<LetterGroup> groups(LetterQuery query) {
        return session.query(
                GROUPS,
                s -> bind(s, query),
                row -> new LetterGroup(
                        row.getString("fingerprint"),
                        row.getString("exception"),
                        row.getString("frame"),
                        row.getString("message"),
                        row.getLong("letters"),
                        Columns.requiredInstant(row, "first_at"),
                        Columns.requiredInstant(row, "last_at"),
                        row.getObject("sample", UUID.class)));
    }

    /**
     * Forgets letters closed before the instant, which must lie further back than any redelivery can: a letter is also what keeps its
     * message from becoming one again.
     *
     * @param limit at most so many
     * @return how many it forgot
     */
    public int forget(Instant before, int limit) {
        return session.update("""
                        DELETE FROM dead_letter WHERE id IN (
                            SELECT id FROM dead_letter
                            WHERE state IN ('resolved', 'discarded') AND closed_at < ? LIMIT ? FOR UPDATE SKIP LOCKED)
                        """, s -> {
            s.setTimestamp(1, Columns.timestamp(before));
            s.setInt(2, limit);
        });
    }

    /** How many letters wait for an operator, how many keys are parked and how many messages wait behind them. */
    public Standing standing() {
        return session.query("""
                        SELECT (SELECT count(*) FROM dead_letter WHERE state IN ('open', 'retrying')),
                               (SELECT count(*) FROM parked_key WHERE key NOT LIKE '#%'),
                               (SELECT count(*) FROM parked_message)
                        """, s -> {}, row -> new Standing(row.getLong(1), row.getLong(2), row.getLong(3)))
                .get(0);
    }

    private Optional<DeadLetter> one(String sql, UUID id) {
        return session.query(sql, s -> s.setObject(1, id), this::read).stream().findFirst();
    }

    private static int bind(PreparedStatement s, int before, Failure failure) throws SQLException {
        int i = before;
        s.setString(++i, failure.reason().wire());
        s.setString(++i, failure.cause().exception());
        s.setString(++i, failure.cause().message());
        s.setString(++i, failure.cause().frame());
        s.setString(++i, failure.cause().chain());
        s.setString(++i, failure.cause().fingerprint());
        return i;
    }

    private static void bind(PreparedStatement s, LetterQuery query) throws SQLException {
        Columns.setTexts(s, 1, Set.copyOf(query.tenants()));
        @Nullable String state = query.state() == null ? null : query.state().wire();
        s.setString(2, state);
        s.setString(3, state);
        s.setString(4, query.group());
        s.setString(5, query.group());
        s.setString(6, query.type());
        s.setString(7, query.type());
        s.setObject(8, query.before());
        s.setObject(9, query.before());
        s.setInt(10, query.limit());
    }

    private DeadLetter read(ResultSet row) throws SQLException {
        return new DeadLetter(
                row.getObject("id", UUID.class),
                columns.read(row),
                LetterState.ofWire(row.getString("state")).orElseThrow(),
                LetterReason.ofWire(row.getString("reason")),
                new Cause(
                        row.getString("exception"),
                        row.getString("message"),
                        row.getString("frame"),
                        row.getString("chain"),
                        row.getString("fingerprint")),
                row.getInt("attempts"),
                Columns.requiredInstant(row, "first_failed_at"),
                Columns.requiredInstant(row, "last_failed_at"),
                Columns.instant(row, "closed_at"));
    }

    /**
     * How much waits.
     *
     * @param letters open or being retried
     * @param keys that hold up messages
     * @param messages that wait behind them
     */
    public record Standing(long letters, long keys, long messages) {}
}
