package io.universalmiddleware.persistence.identity;

import io.universalmiddleware.persistence.postgres.Columns;
import io.universalmiddleware.persistence.postgres.SqlSession;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The refresh tokens, by their hashes. Every method runs in the caller's transaction. */
@Dependent
public class RefreshRepository {
    private final SqlSession session;

    /** What a token is found to be. */
    public sealed interface Taken {
        /** It was the session's last one, and is used now. */
        record Fresh(UUID session) implements Taken {}

        /** It was used before. */
        record Reused(UUID session) implements Taken {}

        record Unknown() implements Taken {}
    }

    @Inject
    public RefreshRepository(SqlSession session) {
        this.session = session;
    }

    public void add(byte[] hash, UUID of, Instant now) {
        session.update("INSERT INTO refresh_token (hash, session_id, issued_at) VALUES (?, ?, ?)", s -> {
            s.setBytes(1, hash);
            s.setObject(2, of);
            s.setTimestamp(3, Columns.timestamp(now));
        });
    }

    /** The session of a token that was not used yet; uses nothing. */
    public Optional<UUID> unused(byte[] hash) {
        return session
                .query(
                        "SELECT session_id FROM refresh_token WHERE hash = ? AND used_at IS NULL",
                        s -> s.setBytes(1, hash),
                        row -> row.getObject(1, UUID.class))
                .stream()
                .findFirst();
    }

    /** Uses a token. Of several at once one gets it fresh, and the others wait until that one's transaction has ended. */
    public Taken take(byte[] hash, Instant now) {
        List<UUID> fresh = session.query(
                "UPDATE refresh_token SET used_at = ? WHERE hash = ? AND used_at IS NULL RETURNING session_id",
                s -> {
                    s.setTimestamp(1, Columns.timestamp(now));
                    s.setBytes(2, hash);
                },
                row -> row.getObject(1, UUID.class));
        if (!fresh.isEmpty()) {
            return new Taken.Fresh(fresh.get(0));
        }
        List<UUID> used = session.query(
                "SELECT session_id FROM refresh_token WHERE hash = ?",
                s -> s.setBytes(1, hash),
                row -> row.getObject(1, UUID.class));
        return used.isEmpty() ? new Taken.Unknown() : new Taken.Reused(used.get(0));
    }
}
