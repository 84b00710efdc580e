package io.universalmiddleware.persistence.identity;

import io.universalmiddleware.persistence.postgres.Columns;
import io.universalmiddleware.persistence.postgres.SqlSession;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** The proofs that were given out, most of them by mail. Of each only a hash is kept, and it counts once. Every method runs in the caller's transaction. */
@Dependent
public class ProofRepository {
    private final SqlSession session;

    @Inject
    public ProofRepository(SqlSession session) {
        this.session = session;
    }

    /**
     * Keeps a proof; those of the account for the same purpose count no more. For an account that is not there it does the same work and
     * keeps nothing.
     */
    public void add(byte[] hash, UUID account, String purpose, Instant expires) {
        removeAll(account, purpose);
        addBeside(hash, account, purpose, expires);
    }

    /** Keeps a proof beside those of the account for the same purpose. */
    public void addBeside(byte[] hash, UUID account, String purpose, Instant expires) {
        session.update("""
                INSERT INTO account_proof (hash, account_id, purpose, expires_at)
                SELECT ?::bytea, id, ?::text, ?::timestamptz FROM account WHERE id = ?
                """, s -> {
            s.setBytes(1, hash);
            s.setString(2, purpose);
            s.setTimestamp(3, Columns.timestamp(expires));
            s.setObject(4, account);
        });
    }

    /** As {@link #add}, of an address that is not the account's yet. */
    public void addOf(byte[] hash, UUID account, String purpose, String address, Instant expires) {
        add(hash, account, purpose, expires);
        session.update("UPDATE account_proof SET address = ? WHERE hash = ?", s -> {
            s.setString(1, address);
            s.setBytes(2, hash);
        });
    }

    /** The address that an account's proof is of, if it counts; then it does not again. */
    public Optional<String> takeOf(byte[] hash, UUID account, String purpose, Instant now) {
        return session
                .query(
                        """
                        DELETE FROM account_proof WHERE hash = ? AND account_id = ? AND purpose = ? AND expires_at > ?
                        RETURNING address
                        """,
                        s -> {
                            s.setBytes(1, hash);
                            s.setObject(2, account);
                            s.setString(3, purpose);
                            s.setTimestamp(4, Columns.timestamp(now));
                        },
                        row -> row.getString(1))
                .stream()
                .findFirst();
    }

    /** Those of the account for a purpose count no more. */
    public void removeAll(UUID account, String purpose) {
        session.update("DELETE FROM account_proof WHERE account_id = ? AND purpose = ?", s -> {
            s.setObject(1, account);
            s.setString(2, purpose);
        });
    }

    /** Whose proof it is, if it counts. It goes on to. */
    public Optional<UUID> find(byte[] hash, String purpose, Instant now) {
        return session
                .query(
                        "SELECT account_id FROM account_proof WHERE hash = ? AND purpose = ? AND expires_at > ?",
                        s -> {
                            s.setBytes(1, hash);
                            s.setString(2, purpose);
                            s.setTimestamp(3, Columns.timestamp(now));
                        },
                        row -> row.getObject(1, UUID.class))
                .stream()
                .findFirst();
    }

    /** Whose proof it is, if it counts; then it does not again. */
    public Optional<UUID> take(byte[] hash, String purpose, Instant now) {
        return session
                .query(
                        "DELETE FROM account_proof WHERE hash = ? AND purpose = ? AND expires_at > ? RETURNING account_id",
                        s -> {
                            s.setBytes(1, hash);
                            s.setString(2, purpose);
                            s.setTimestamp(3, Columns.timestamp(now));
                        },
                        row -> row.getObject(1, UUID.class))
                .stream()
                .findFirst();
    }

    /** Removes those that count no more: how many, at most so many. */
    public int removeExpired(Instant now, int limit) {
        return session.update("""
                DELETE FROM account_proof WHERE hash IN (
                    SELECT hash FROM account_proof WHERE expires_at <= ? LIMIT ? FOR UPDATE SKIP LOCKED)
                """, s -> {
            s.setTimestamp(1, Columns.timestamp(now));
            s.setInt(2, limit);
        });
    }
}
