package io.universalmiddleware.persistence.identity;

import io.universalmiddleware.persistence.identity.RefreshRepository.Taken;
import io.universalmiddleware.persistence.postgres.Columns;
import io.universalmiddleware.persistence.postgres.SqlSession;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Tokens of something, by their hashes, of which each counts once. Every method runs in the caller's transaction. */
final class SingleUseTokens {
    private final SqlSession session;
    private final String table;
    private final String owner;

    /** @param owner the column that says what a token is of */
    SingleUseTokens(SqlSession session, String table, String owner) {
        this.session = session;
        this.table = table;
        this.owner = owner;
    }

    void add(byte[] hash, UUID of, Instant now) {
        session.update("INSERT INTO " + table + " (hash, " + owner + ", issued_at) VALUES (?, ?, ?)", s -> {
            s.setBytes(1, hash);
            s.setObject(2, of);
            s.setTimestamp(3, Columns.timestamp(now));
        });
    }

    /** What a token is of that was not used yet; uses nothing. */
    Optional<UUID> unused(byte[] hash) {
        return one("SELECT " + owner + " FROM " + table + " WHERE hash = ? AND used_at IS NULL", hash);
    }

    /** What a token is of, whether it was used or not. */
    Optional<UUID> find(byte[] hash) {
        return one("SELECT " + owner + " FROM " + table + " WHERE hash = ?", hash);
    }

    /** Uses a token. Of several at once one gets it fresh, and the others wait until that one's transaction has ended. */
    Taken take(byte[] hash, Instant now) {
        List<UUID> fresh = session.query(
                "UPDATE " + table + " SET used_at = ? WHERE hash = ? AND used_at IS NULL RETURNING " + owner,
                s -> {
                    s.setTimestamp(1, Columns.timestamp(now));
                    s.setBytes(2, hash);
                },
                row -> row.getObject(1, UUID.class));
        return fresh.isEmpty()
                ? find(hash).<Taken>map(Taken.Reused::new).orElseGet(Taken.Unknown::new)
                : new Taken.Fresh(fresh.get(0));
    }

    private Optional<UUID> one(String sql, byte[] hash) {
        return session.query(sql, s -> s.setBytes(1, hash), row -> row.getObject(1, UUID.class)).stream()
                .findFirst();
    }
}
