package io.universalmiddleware.persistence.identity;

import io.universalmiddleware.persistence.postgres.Columns;
import io.universalmiddleware.persistence.postgres.SqlSession;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What applications were let in to. A grant that ends is among the revoked sessions as of the same commit, by its own id. Every method runs in
 * the caller's transaction.
 *
 * <p>So that no two transactions wait for each other, all hold rows in one order: sessions, grants, then codes and refresh tokens; of each
 * kind in the order of their ids.
 */
@Dependent
public class GrantRepository {
    private static final String END = """
            WITH held AS (
                SELECT id FROM application_grant WHERE ended_at IS NULL AND %s ORDER BY id FOR NO KEY UPDATE
            ), ended AS (
                UPDATE application_grant g SET ended_at = ? FROM held WHERE g.id = held.id RETURNING g.id
            ), revoked AS (
                INSERT INTO revoked_session (session_id, until) SELECT id, ?::timestamptz FROM ended
                ON CONFLICT (session_id) DO NOTHING
            )
            SELECT count(*) FROM ended
            """;

    private final SqlSession session;

    @Inject
    public GrantRepository(SqlSession session) {
        this.session = session;
    }

    public void add(ApplicationGrant grant, Instant now) {
        session.update(
                "INSERT INTO application_grant (id, client_id, session_id, scopes, created_at) VALUES (?, ?, ?, ?, ?)",
                s -> {
                    s.setObject(1, grant.id());
                    s.setObject(2, grant.client());
                    s.setObject(3, grant.session());
                    Columns.setTexts(s, 4, grant.scopes());
                    s.setTimestamp(5, Columns.timestamp(now));
                });
    }

    /** A grant, whether or not it has ended. */
    public Optional<ApplicationGrant> find(UUID id) {
        return one("", id);
    }

    /**
     * As {@link #find}; until the transaction ends nobody else ends it or the session that gave it. A grant goes over to another session by who
     * holds its own alone, so it stays with one that is held.
     */
    public Optional<ApplicationGrant> hold(UUID id) {
        Optional<UUID> giver = giver(id);
        Optional<UUID> held = Optional.empty();
        while (!giver.equals(held)) {
            held = giver;
            held.ifPresent(of -> session.query(
                    "SELECT 1 FROM user_session WHERE id = ? FOR NO KEY UPDATE", s -> s.setObject(1, of), row -> true));
            giver = giver(id);
        }
        return one(" FOR NO KEY UPDATE", id);
    }

    /** What a session, which is held, has let applications in to is another's from now on. */
    public void handOver(UUID from, UUID to) {
        session.update("""
                WITH held AS (
                    SELECT id FROM application_grant WHERE session_id = ? AND ended_at IS NULL ORDER BY id FOR NO KEY UPDATE
                )
                UPDATE application_grant g SET session_id = ? FROM held WHERE g.id = held.id
                """, s -> {
            s.setObject(1, from);
            s.setObject(2, to);
        });
    }

    /**
     * Ends a grant.
     *
     * @param until when no access token of it can be about any more
     * @return whether it went on
     */
    public boolean end(UUID id, Instant now, Instant until) {
        return end("id = ?", id, now, until) == 1;
    }

    /** Ends what an application was let in to. @param until as in {@link #end} */
    public void endOfClient(UUID client, Instant now, Instant until) {
        end("client_id = ?", client, now, until);
    }

    /** Ends what those sessions of an account let in to that have ended. @param until as in {@link #end} */
    void endOfEnded(UUID account, Instant now, Instant until) {
        end(
                "session_id IN (SELECT id FROM user_session WHERE account_id = ? AND ended_at IS NOT NULL)",
                account,
                now,
                until);
    }

    /** Removes codes that ended before a time: how many, at most so many. */
    public int removeOldCodes(Instant before, int limit) {
        return session.update("""
                DELETE FROM authorization_code WHERE hash IN (
                    SELECT hash FROM authorization_code WHERE expires_at < ? LIMIT ? FOR UPDATE SKIP LOCKED)
                """, s -> {
            s.setTimestamp(1, Columns.timestamp(before));
            s.setInt(2, limit);
        });
    }

    /** Removes refresh tokens of grants that have ended, or whose sessions have: how many, at most so many. */
    public int removeOldTokens(Instant now, int limit) {
        return session.update("""
                DELETE FROM application_refresh_token WHERE hash IN (
                    SELECT t.hash FROM application_refresh_token t
                    JOIN application_grant g ON g.id = t.grant_id JOIN user_session s ON s.id = g.session_id
                    WHERE g.ended_at IS NOT NULL OR s.ended_at IS NOT NULL OR s.ends_at < ? OR s.idle_at < ?
                    LIMIT ? FOR UPDATE OF t SKIP LOCKED)
                """, s -> {
            s.setTimestamp(1, Columns.timestamp(now));
            s.setTimestamp(2, Columns.timestamp(now));
            s.setInt(3, limit);
        });
    }

    /** Removes grants made before a time that have neither codes nor refresh tokens any more: how many, at most so many. */
    public int removeOld(Instant before, int limit) {
        return session.update("""
                DELETE FROM application_grant WHERE id IN (
                    SELECT g.id FROM application_grant g
                    WHERE g.created_at < ?
                      AND NOT EXISTS (SELECT FROM authorization_code c WHERE c.grant_id = g.id)
                      AND NOT EXISTS (SELECT FROM application_refresh_token t WHERE t.grant_id = g.id)
                    LIMIT ? FOR UPDATE OF g SKIP LOCKED)
                """, s -> {
            s.setTimestamp(1, Columns.timestamp(before));
            s.setInt(2, limit);
        });
    }

    private Optional<UUID> giver(UUID id) {
        return session
                .query(
                        "SELECT session_id FROM application_grant WHERE id = ?",
                        s -> s.setObject(1, id),
                        row -> row.getObject(1, UUID.class))
                .stream()
                .findFirst();
    }

    private Optional<ApplicationGrant> one(String how, UUID id) {
        return session
                .query(
                        "SELECT id, client_id, session_id, scopes, ended_at FROM application_grant WHERE id = ?" + how,
                        s -> s.setObject(1, id),
                        GrantRepository::read)
                .stream()
                .findFirst();
    }

    private int end(String which, UUID of, Instant now, Instant until) {
        return session.query(
                        END.formatted(which),
                        s -> {
                            s.setObject(1, of);
                            s.setTimestamp(2, Columns.timestamp(now));
                            s.setTimestamp(3, Columns.timestamp(until));
                        },
                        row -> row.getInt(1))
                .get(0);
    }

    private static ApplicationGrant read(ResultSet row) throws SQLException {
        Set<String> scopes = new HashSet<>();
        for (Object scope : (Object[]) row.getArray("scopes").getArray()) {
            scopes.add(scope.toString());
        }
        return new ApplicationGrant(
                row.getObject("id", UUID.class),
                row.getObject("client_id", UUID.class),
                row.getObject("session_id", UUID.class),
                scopes,
                Columns.instant(row, "ended_at"));
    }
}
