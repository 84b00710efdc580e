package io.universalmiddleware.persistence.identity;

import io.universalmiddleware.persistence.postgres.Columns;
import io.universalmiddleware.persistence.postgres.SqlSession;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** The proofs that were given out, most of them by mail. Of each only a hash is kept, and it counts once. Every method runs in the caller's transaction. */
@Dependent
public class ProofRepository {
    private static final String KEEP = """
            INSERT INTO account_proof (hash, account_id, purpose, expires_at)
            SELECT ?::bytea, id, ?::text, ?::timestamptz FROM account WHERE id = ?
            """;

    private final SqlSession session;

    @Inject
    public ProofRepository(SqlSession session) {
        this.session = session;
    }

    /**
     * Keeps a proof that goes to an account's address; those of the account for the same purpose count no more. Where the account is not
     * there, or has another address once a transaction that gives it one has ended, it does the same work and keeps nothing.
     *
     * @param emailKey the address as it is compared
     * @return whether it is kept
     */
    public boolean add(byte[] hash, UUID account, String emailKey, String purpose, Instant expires) {
        boolean kept = session.update(KEEP + "AND email_key = ? FOR KEY SHARE", s -> {
                    bind(s, hash, account, purpose, expires);
                    s.setString(5, emailKey);
                })
                == 1;
        // The account first and its proofs then, as who gives it another address does: the other order may deadlock.
        session.update("DELETE FROM account_proof WHERE account_id = ? AND purpose = ? AND hash <> ?", s -> {
            s.setObject(1, account);
            s.setString(2, purpose);
            s.setBytes(3, hash);
        });
        return kept;
    }

    /** Keeps a proof beside those of the account for the same purpose; for an account that is not there it does the same work. */
    public void addBeside(byte[] hash, UUID account, String purpose, Instant expires) {
        session.update(KEEP, s -> bind(s, hash, account, purpose, expires));
    }

    /** As {@link #addBeside}, of an address that is not the account's yet. */
    public void addOf(byte[] hash, UUID account, String purpose, String address, Instant expires) {
        addBeside(hash, account, purpose, expires);
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
        return account(
                "SELECT account_id FROM account_proof WHERE hash = ? AND purpose = ? AND expires_at > ?",
                hash,
                purpose,
                now);
    }

    /** Whose proof it is, if it counts; then it does not again. */
    public Optional<UUID> take(byte[] hash, String purpose, Instant now) {
        return account(
                "DELETE FROM account_proof WHERE hash = ? AND purpose = ? AND expires_at > ? RETURNING account_id",
                hash,
                purpose,
                now);
    }

    private Optional<UUID> account(String sql, byte[] hash, String purpose, Instant now) {
        return session
                .query(
                        sql,
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

    private static void bind(PreparedStatement s, byte[] hash, UUID account, String purpose, Instant expires)
            throws SQLException {
        s.setBytes(1, hash);
        s.setString(2, purpose);
        s.setTimestamp(3, Columns.timestamp(expires));
        s.setObject(4, account);
    }
}
