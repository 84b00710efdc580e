package io.universalmiddleware.persistence.identity;

import io.universalmiddleware.persistence.postgres.SqlSession;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.UUID;

/** The sessions that browsers hold, by the hashes of their secrets; each goes with its session. Every method runs in the caller's transaction. */
@Dependent
public class BrowserSessionRepository {
    private final SqlSession session;

    @Inject
    public BrowserSessionRepository(SqlSession session) {
        this.session = session;
    }

    /** A browser holds a session from now on, unless one does already or there is no such session: whether it does. */
    public boolean add(byte[] hash, UUID of) {
        session.query(
                "SELECT 1 FROM user_session WHERE id = ? FOR NO KEY UPDATE", s -> s.setObject(1, of), row -> true);
        return session.update("""
                        INSERT INTO browser_session (hash, session_id)
                        SELECT ?, id FROM user_session
                        WHERE id = ? AND NOT EXISTS (SELECT FROM browser_session WHERE session_id = user_session.id)
                        """, s -> {
                    s.setBytes(1, hash);
                    s.setObject(2, of);
                })
                > 0;
    }

    /** The session of a secret, whether or not it goes on. */
    public Optional<UUID> find(byte[] hash) {
        return session
                .query(
                        "SELECT session_id FROM browser_session WHERE hash = ?",
                        s -> s.setBytes(1, hash),
                        row -> row.getObject(1, UUID.class))
                .stream()
                .findFirst();
    }
}
