package io.universalmiddleware.persistence.identity;

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

/** The authorization codes, by their hashes. Every method runs in the caller's transaction. */
@Dependent
public class AuthorizationCodeRepository {
    private final SqlSession session;

    /** What a code is found to be. */
    public sealed interface Taken {
        /** It is used now. */
        record Fresh(AuthorizationCode code) implements Taken {}

        /** It was used before. */
        record Reused() implements Taken {}

        /** There is none, or its time was over before it was used. */
        record Unknown() implements Taken {}
    }

    @Inject
    public AuthorizationCodeRepository(SqlSession session) {
        this.session = session;
    }

    public void add(byte[] hash, AuthorizationCode code) {
        session.update("""
                INSERT INTO authorization_code (hash, grant_id, redirect_uri, challenge, nonce, expires_at)
                VALUES (?, ?, ?, ?, ?, ?)
                """, s -> {
            s.setBytes(1, hash);
            s.setObject(2, code.grant());
            s.setString(3, code.redirectUri());
            s.setString(4, code.challenge());
            s.setString(5, code.nonce());
            s.setTimestamp(6, Columns.timestamp(code.expiresAt()));
        });
    }

    /** The grant of a code, whether it was used or not; uses nothing. */
    public Optional<UUID> find(byte[] hash) {
        return session
                .query(
                        "SELECT grant_id FROM authorization_code WHERE hash = ?",
                        s -> s.setBytes(1, hash),
                        row -> row.getObject(1, UUID.class))
                .stream()
                .findFirst();
    }

    /** Uses a code. Of several at once one gets it fresh, and the others wait until that one's transaction has ended. */
    public Taken take(byte[] hash, Instant now) {
        List<AuthorizationCode> fresh = session.query(
                """
                UPDATE authorization_code SET used_at = ? WHERE hash = ? AND used_at IS NULL AND expires_at > ?
                RETURNING grant_id, redirect_uri, challenge, nonce, expires_at
                """,
                s -> {
                    s.setTimestamp(1, Columns.timestamp(now));
                    s.setBytes(2, hash);
                    s.setTimestamp(3, Columns.timestamp(now));
                },
                AuthorizationCodeRepository::read);
        if (!fresh.isEmpty()) {
            return new Taken.Fresh(fresh.get(0));
        }
        List<Boolean> used = session.query(
                "SELECT 1 FROM authorization_code WHERE hash = ? AND used_at IS NOT NULL",
                s -> s.setBytes(1, hash),
                row -> true);
        return used.isEmpty() ? new Taken.Unknown() : new Taken.Reused();
    }

    private static AuthorizationCode read(ResultSet row) throws SQLException {
        return new AuthorizationCode(
                row.getObject("grant_id", UUID.class),
                row.getString("redirect_uri"),
                row.getString("challenge"),
                row.getString("nonce"),
                Columns.requiredInstant(row, "expires_at"));
    }
}
