package io.universalmiddleware.persistence.identity;

import io.universalmiddleware.persistence.postgres.Columns;
import io.universalmiddleware.persistence.postgres.SqlSession;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.UUID;

/** The secrets of registered clients, by their hashes. Every method runs in the caller's transaction. */
@Dependent
public class ClientSecretRepository {
    private final SqlSession session;

    @Inject
    public ClientSecretRepository(SqlSession session) {
        this.session = session;
    }

    /** From now on this is a client's secret; the one before counts until then, those before that no more. */
    public void replace(UUID client, byte[] hash, Instant now, Instant beforeUntil) {
        session.update("""
                DELETE FROM client_secret WHERE client_id = ? AND (expires_at IS NOT NULL OR ?::timestamptz <= ?::timestamptz)
                """, s -> {
            s.setObject(1, client);
            s.setTimestamp(2, Columns.timestamp(beforeUntil));
            s.setTimestamp(3, Columns.timestamp(now));
        });
        session.update("UPDATE client_secret SET expires_at = ? WHERE client_id = ?", s -> {
            s.setTimestamp(1, Columns.timestamp(beforeUntil));
            s.setObject(2, client);
        });
        session.update("INSERT INTO client_secret (hash, client_id, created_at) VALUES (?, ?, ?)", s -> {
            s.setBytes(1, hash);
            s.setObject(2, client);
            s.setTimestamp(3, Columns.timestamp(now));
        });
    }

    /** Whether it is a secret of the client's that counts. */
    public boolean matches(UUID client, byte[] hash, Instant now) {
        return !session.query(
                        "SELECT 1 FROM client_secret WHERE hash = ? AND client_id = ? AND (expires_at IS NULL OR expires_at > ?)",
                        s -> {
                            s.setBytes(1, hash);
                            s.setObject(2, client);
                            s.setTimestamp(3, Columns.timestamp(now));
                        },
                        row -> true)
                .isEmpty();
    }
}
