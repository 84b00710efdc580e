package io.universalmiddleware.persistence.identity;

import io.universalmiddleware.persistence.postgres.Columns;
import io.universalmiddleware.persistence.postgres.SqlSession;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The access tokens that clients got for themselves. One that is revoked is among the revoked sessions as of the same commit, by its own id.
 * Every method runs in the caller's transaction.
 */
@Dependent
public class ClientTokenRepository {
    private static final String REVOKE = """
            INSERT INTO revoked_session (session_id, until)
            SELECT id, greatest(?::timestamptz, expires_at + interval '1 minute') FROM client_token
            WHERE client_id = ? AND expires_at > ? AND (?::uuid IS NULL OR id = ?::uuid)
            ON CONFLICT (session_id) DO NOTHING
            """;

    private final SqlSession session;

    @Inject
    public ClientTokenRepository(SqlSession session) {
        this.session = session;
    }

    public void add(UUID id, UUID client, Instant expires) {
        session.update("INSERT INTO client_token (id, client_id, expires_at) VALUES (?, ?, ?)", s -> {
            s.setObject(1, id);
            s.setObject(2, client);
            s.setTimestamp(3, Columns.timestamp(expires));
        });
    }

    /**
     * Revokes one of a client's tokens.
     *
     * @param until when it cannot be about any more, if it does not say itself that it ends later
     */
    public void revoke(UUID client, UUID token, Instant now, Instant until) {
        revokeThose(client, token, now, until);
    }

    /**
     * Revokes all of a client's tokens.
     *
     * @param until when none can be about any more that does not say itself that it ends later
     */
    public void revokeAll(UUID client, Instant now, Instant until) {
        revokeThose(client, null, now, until);
    }

    /** Removes those that count no more: how many, at most so many. */
    public int removeExpired(Instant now, int limit) {
        return session.update("""
                DELETE FROM client_token WHERE id IN (
                    SELECT id FROM client_token WHERE expires_at <= ? LIMIT ? FOR UPDATE SKIP LOCKED)
                """, s -> {
            s.setTimestamp(1, Columns.timestamp(now));
            s.setInt(2, limit);
        });
    }

    private void revokeThose(UUID client, @Nullable UUID token, Instant now, Instant until) {
        session.update(REVOKE, s -> {
            s.setTimestamp(1, Columns.timestamp(until));
            s.setObject(2, client);
            s.setTimestamp(3, Columns.timestamp(now));
            s.setObject(4, token);
            s.setObject(5, token);
        });
    }
}
