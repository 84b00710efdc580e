package io.universalmiddleware.persistence.identity;

import io.universalmiddleware.persistence.postgres.Columns;
import io.universalmiddleware.persistence.postgres.SqlSession;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The sessions and their ends. A session that ends is among the revoked ones as of the same commit, and so is what it let applications in to.
 * Several are held in the order of their ids, each before its grants. Every method runs in the caller's transaction.
 */
@Dependent
public class SessionRepository {
    private static final String SELECT = """
            SELECT id, account_id, device, address, methods, proved_at, created_at, used_at, idle_at, ends_at, ended_at
            FROM user_session
            """;

    private static final String REVOKE = """
            WITH held AS (
                SELECT id FROM user_session WHERE ended_at IS NULL AND %s ORDER BY id FOR NO KEY UPDATE
            ), ended AS (
                UPDATE user_session s SET ended_at = ?, ended_by = ? FROM held WHERE s.id = held.id RETURNING s.id
            ), revoked AS (
                INSERT INTO revoked_session (session_id, until) SELECT id, ?::timestamptz FROM ended
                ON CONFLICT (session_id) DO NOTHING
            )
            SELECT count(*) FROM ended
            """;

    private final SqlSession session;
    private final GrantRepository grants;

    @Inject
    public SessionRepository(SqlSession session) {
        this.session = session;
        this.grants = new GrantRepository(session);
    }

    public void add(UserSession begun) {
        session.update("""
                INSERT INTO user_session (id, account_id, device, address, methods, proved_at, created_at, used_at,
                                          idle_at, ends_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """, s -> {
            s.setObject(1, begun.id());
            s.setObject(2, begun.account());
            s.setString(3, begun.device());
            s.setString(4, begun.address());
            Columns.setTexts(s, 5, begun.methods());
            s.setTimestamp(6, Columns.timestamp(begun.provedAt()));
            s.setTimestamp(7, Columns.timestamp(begun.createdAt()));
            s.setTimestamp(8, Columns.timestamp(begun.usedAt()));
            s.setTimestamp(9, Columns.timestamp(begun.idleAt()));
            s.setTimestamp(10, Columns.timestamp(begun.endsAt()));
        });
    }

    public Optional<UserSession> find(UUID id) {
        return session.query(SELECT + "WHERE id = ?", s -> s.setObject(1, id), SessionRepository::read).stream()
                .findFirst();
    }

    /** Until the transaction ends nobody else ends either session. */
    public void hold(UUID one, UUID other) {
        session.query(
                "SELECT 1 FROM user_session WHERE id IN (?, ?) ORDER BY id FOR NO KEY UPDATE",
                s -> {
                    s.setObject(1, one);
                    s.setObject(2, other);
                },
                row -> true);
    }

    /** What a session, which is held, has let applications in to is another's from now on. */
    public void handOver(UUID from, UUID to) {
        grants.handOver(from, to);
    }

    /** The account's sessions that go on, the one used last first; a hundred at most. */
    public List<UserSession> alive(UUID account, Instant now) {
        return session.query(
                SELECT
                        + "WHERE account_id = ? AND ended_at IS NULL AND idle_at > ? AND ends_at > ? ORDER BY used_at DESC LIMIT 100",
                s -> {
                    s.setObject(1, account);
                    s.setTimestamp(2, Columns.timestamp(now));
                    s.setTimestamp(3, Columns.timestamp(now));
                },
                SessionRepository::read);
    }

    /** The addresses from which sessions of the account were used last since then; so many at most. */
    public List<String> addresses(UUID account, Instant since, int limit) {
        return session.query(
                """
                SELECT address FROM user_session WHERE account_id = ? AND used_at > ?
                GROUP BY address ORDER BY max(used_at) DESC LIMIT ?
                """,
                s -> {
                    s.setObject(1, account);
                    s.setTimestamp(2, Columns.timestamp(since));
                    s.setInt(3, limit);
                },
                row -> row.getString(1));
    }

    /** The session goes on: it was used. */
    public void use(UUID id, String address, Instant now, Instant idleAt) {
        session.update("UPDATE user_session SET used_at = ?, address = ?, idle_at = ? WHERE id = ?", s -> {
            s.setTimestamp(1, Columns.timestamp(now));
            s.setString(2, address);
            s.setTimestamp(3, Columns.timestamp(idleAt));
            s.setObject(4, id);
        });
    }

    /** The session's user has shown again who they are. @param methods of RFC 8176, all that they have shown it by */
    public void prove(UUID id, List<String> methods, Instant now) {
        session.update("UPDATE user_session SET methods = ?, proved_at = ? WHERE id = ?", s -> {
            Columns.setTexts(s, 1, methods);
            s.setTimestamp(2, Columns.timestamp(now));
            s.setObject(3, id);
        });
    }

    /**
     * Ends a session of the account.
     *
     * @param until when no access token of it can be about any more
     * @return whether it went on
     */
    public boolean end(UUID id, UUID account, String by, Instant now, Instant until) {
        return revoke("account_id = ? AND id = ?", account, id, by, now, until) == 1;
    }

    /**
     * Ends the account's sessions.
     *
     * @param but this one; null for all
     * @return how many went on
     */
    public int endAll(UUID account, @Nullable UUID but, String by, Instant now, Instant until) {
        return revoke("account_id = ? AND id IS DISTINCT FROM ?::uuid", account, but, by, now, until);
    }

    /**
     * Ends those of the account's sessions that go on and were used longest ago, but so many.
     *
     * @return how many went on
     */
    public int endBeyond(UUID account, int kept, String by, Instant now, Instant until) {
        int ended = session.query(
                        REVOKE.formatted("""
                                id IN (SELECT id FROM user_session
                                       WHERE account_id = ? AND ended_at IS NULL AND idle_at > ?
                                       ORDER BY used_at DESC, id DESC OFFSET ?)
                                """),
                        s -> {
                            s.setObject(1, account);
                            s.setTimestamp(2, Columns.timestamp(now));
                            s.setInt(3, kept);
                            s.setTimestamp(4, Columns.timestamp(now));
                            s.setString(5, by);
                            s.setTimestamp(6, Columns.timestamp(until));
                        },
                        row -> row.getInt(1))
                .get(0);
        return withGrants(ended, account, now, until);
    }

    private int revoke(String which, UUID account, @Nullable UUID id, String by, Instant now, Instant until) {
        int ended = session.query(
                        REVOKE.formatted(which),
                        s -> {
                            s.setObject(1, account);
                            s.setObject(2, id);
                            s.setTimestamp(3, Columns.timestamp(now));
                            s.setString(4, by);
                            s.setTimestamp(5, Columns.timestamp(until));
                        },
                        row -> row.getInt(1))
                .get(0);
        return withGrants(ended, account, now, until);
    }

    /** Asked after the sessions are held, since a grant is used by who holds its session: none is overlooked. */
    private int withGrants(int ended, UUID account, Instant now, Instant until) {
        if (ended > 0) {
            grants.endOfEnded(account, now, until);
        }
        return ended;
    }

    /** Removes refresh tokens of sessions that ended before a time: how many, at most so many. */
    public int removeOldTokens(Instant before, int limit) {
        return remove("""
                DELETE FROM refresh_token WHERE hash IN (
                    SELECT t.hash FROM refresh_token t JOIN user_session s ON s.id = t.session_id
                    WHERE s.ends_at < ? OR s.idle_at < ? OR s.ended_at < ? LIMIT ? FOR UPDATE OF t SKIP LOCKED)
                """, before, limit);
    }

    /** Removes sessions that ended before a time and have no refresh tokens any more: how many, at most so many. */
    public int removeOld(Instant before, int limit) {
        return remove("""
                DELETE FROM user_session WHERE id IN (
                    SELECT s.id FROM user_session s
                    WHERE (s.ends_at < ? OR s.idle_at < ? OR s.ended_at < ?)
                      AND NOT EXISTS (SELECT FROM refresh_token t WHERE t.session_id = s.id)
                    LIMIT ? FOR UPDATE OF s SKIP LOCKED)
                """, before, limit);
    }

    private int remove(String sql, Instant before, int limit) {
        return session.update(sql, s -> {
            s.setTimestamp(1, Columns.timestamp(before));
            s.setTimestamp(2, Columns.timestamp(before));
            s.setTimestamp(3, Columns.timestamp(before));
            s.setInt(4, limit);
        });
    }

    /** Removes the revocations that are not needed any more: how many, at most so many. */
    public int removeRevocations(Instant now, int limit) {
        return session.update("""
                DELETE FROM revoked_session WHERE session_id IN (
                    SELECT session_id FROM revoked_session WHERE until < ? LIMIT ? FOR UPDATE SKIP LOCKED)
                """, s -> {
            s.setTimestamp(1, Columns.timestamp(now));
            s.setInt(2, limit);
        });
    }

    private static UserSession read(ResultSet row) throws SQLException {
        List<String> methods = new ArrayList<>();
        for (Object method : (Object[]) row.getArray("methods").getArray()) {
            methods.add(method.toString());
        }
        return new UserSession(
                row.getObject("id", UUID.class),
                row.getObject("account_id", UUID.class),
                row.getString("device"),
                row.getString("address"),
                methods,
                Columns.requiredInstant(row, "proved_at"),
                Columns.requiredInstant(row, "created_at"),
                Columns.requiredInstant(row, "used_at"),
                Columns.requiredInstant(row, "idle_at"),
                Columns.requiredInstant(row, "ends_at"),
                Columns.instant(row, "ended_at"));
    }
}
