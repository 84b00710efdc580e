package io.universalmiddleware.persistence.identity;

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
import java.util.UUID;

/** What providers know sessions by, and logins that wait for a second factor. Every method runs in the caller's transaction. */
@Dependent
public class ProviderSessionRepository {
    private static final String ADD = """
            INSERT INTO provider_session (session_id, challenge, provider, issuer, subject, sid, id_token)
            VALUES (?::uuid, ?::bytea, ?, ?, ?, ?, ?)
            """;

    private static final String KNOWN = "provider, issuer, subject, sid, id_token";

    private final SqlSession session;

    /** A session that a provider let in. */
    public record Begun(UUID session, UUID account) {}

    @Inject
    public ProviderSessionRepository(SqlSession session) {
        this.session = session;
    }

    /** A session has begun that the provider knows by this. */
    public void add(UUID begun, ProviderSession known) {
        session.update(ADD, s -> {
            s.setObject(1, begun);
            s.setBytes(2, null);
            set(s, known);
        });
    }

    /** A login waits for its second factor. @param challenge the hash of what it waits with */
    public void addWaiting(byte[] challenge, ProviderSession known) {
        session.update(ADD, s -> {
            s.setObject(1, null);
            s.setBytes(2, challenge);
            set(s, known);
        });
    }

    /** What the provider knows a login by that waits; empty if none does, or no provider has to do with it. */
    public Optional<ProviderSession> waiting(byte[] challenge) {
        return session
                .query(
                        "SELECT " + KNOWN + " FROM provider_session WHERE challenge = ?",
                        s -> s.setBytes(1, challenge),
                        ProviderSessionRepository::read)
                .stream()
                .findFirst();
    }

    /** What the provider knows a session by, which is forgotten then; empty if no provider let it in. */
    public Optional<ProviderSession> take(UUID ended) {
        return session
                .query(
                        "DELETE FROM provider_session WHERE session_id = ? RETURNING " + KNOWN,
                        s -> s.setObject(1, ended),
                        ProviderSessionRepository::read)
                .stream()
                .findFirst();
    }

    /** The sessions that a logout is about and that were not ended. */
    public List<Begun> of(ProviderLogout logout) {
        return session.query(
                """
                SELECT s.id, s.account_id FROM provider_session p JOIN user_session s ON s.id = p.session_id
                WHERE s.ended_at IS NULL AND %s
                """.formatted(meant(logout)),
                s -> set(s, logout),
                row -> new Begun(row.getObject("id", UUID.class), row.getObject("account_id", UUID.class)));
    }

    /** The logins that a logout is about and that wait for a second factor do so no more. */
    public void endWaiting(ProviderLogout logout) {
        session.update("""
                DELETE FROM account_proof WHERE hash IN (
                    SELECT p.challenge FROM provider_session p WHERE p.challenge IS NOT NULL AND %s)
                """.formatted(meant(logout)), s -> set(s, logout));
    }

    /** Forgets what providers know sessions by that have ended: how many, at most so many. */
    public int removeEnded(Instant now, int limit) {
        return session.update("""
                DELETE FROM provider_session WHERE session_id IN (
                    SELECT p.session_id FROM provider_session p JOIN user_session s ON s.id = p.session_id
                    WHERE s.ended_at IS NOT NULL OR s.idle_at < ? OR s.ends_at < ? LIMIT ? FOR UPDATE OF p SKIP LOCKED)
                """, s -> {
            s.setTimestamp(1, Columns.timestamp(now));
            s.setTimestamp(2, Columns.timestamp(now));
            s.setInt(3, limit);
        });
    }

    private static String meant(ProviderLogout logout) {
        return "p.provider = ? AND p.issuer = ?"
                + (logout.sid() == null ? "" : " AND p.sid = ?")
                + (logout.subject() == null ? "" : " AND p.subject = ?");
    }

    private static void set(PreparedStatement s, ProviderLogout logout) throws SQLException {
        int next = 1;
        s.setObject(next++, logout.provider());
        s.setString(next++, logout.issuer());
        if (logout.sid() != null) {
            s.setString(next++, logout.sid());
        }
        if (logout.subject() != null) {
            s.setString(next, logout.subject());
        }
    }

    private static void set(PreparedStatement s, ProviderSession known) throws SQLException {
        s.setObject(3, known.provider());
        s.setString(4, known.issuer());
        s.setString(5, known.subject());
        s.setString(6, known.sid());
        s.setBytes(7, known.idToken());
    }

    private static ProviderSession read(ResultSet row) throws SQLException {
        return new ProviderSession(
                row.getObject("provider", UUID.class),
                row.getString("issuer"),
                row.getString("subject"),
                row.getString("sid"),
                row.getBytes("id_token"));
    }
}
