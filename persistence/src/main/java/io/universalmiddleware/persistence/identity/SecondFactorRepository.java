package io.universalmiddleware.persistence.identity;

import io.universalmiddleware.persistence.postgres.Columns;
import io.universalmiddleware.persistence.postgres.SqlSession;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The second factors. A code's step and a recovery code are each used by a compare-and-set: of any number of transactions on any nodes one
 * succeeds. Every method runs in the caller's transaction.
 */
@Dependent
public class SecondFactorRepository {
    private final SqlSession session;

    @Inject
    public SecondFactorRepository(SqlSession session) {
        this.session = session;
    }

    public Optional<SecondFactor> find(UUID account) {
        return session
                .query(
                        "SELECT account_id, sealed, created_at, confirmed_at, step FROM second_factor WHERE account_id = ?",
                        s -> s.setObject(1, account),
                        row -> new SecondFactor(
                                row.getObject("account_id", UUID.class),
                                row.getBytes("sealed"),
                                Columns.requiredInstant(row, "created_at"),
                                Columns.instant(row, "confirmed_at"),
                                row.getLong("step")))
                .stream()
                .findFirst();
    }

    /** Keeps a secret that does not count yet, in the place of another such one: whether none counts already. */
    public boolean offer(UUID account, byte[] sealed, Instant now) {
        return session.update("""
                        INSERT INTO second_factor AS f (account_id, sealed, created_at, step) VALUES (?, ?, ?, -1)
                        ON CONFLICT (account_id) DO UPDATE SET sealed = excluded.sealed, created_at = excluded.created_at
                        WHERE f.confirmed_at IS NULL
                        """, s -> {
                    s.setObject(1, account);
                    s.setBytes(2, sealed);
                    s.setTimestamp(3, Columns.timestamp(now));
                })
                == 1;
    }

    /** From now on it counts: whether it was offered since then, and did not count yet. */
    public boolean confirm(UUID account, long step, Instant offeredSince, Instant now) {
        return session.update("""
                        UPDATE second_factor SET confirmed_at = ?, step = ?
                        WHERE account_id = ? AND confirmed_at IS NULL AND created_at > ?
                        """, s -> {
                    s.setTimestamp(1, Columns.timestamp(now));
                    s.setLong(2, step);
                    s.setObject(3, account);
                    s.setTimestamp(4, Columns.timestamp(offeredSince));
                })
                == 1;
    }

    /** Uses a time step up, and those before it: whether it was not used. */
    public boolean use(UUID account, long step) {
        return session.update("""
                        UPDATE second_factor SET step = ? WHERE account_id = ? AND confirmed_at IS NOT NULL AND step < ?
                        """, s -> {
                    s.setLong(1, step);
                    s.setObject(2, account);
                    s.setLong(3, step);
                })
                == 1;
    }

    /** Uses a recovery code up: whether it was the account's and not used. */
    public boolean useRecoveryCode(UUID account, byte[] hash) {
        return session.update("DELETE FROM recovery_code WHERE account_id = ? AND hash = ?", s -> {
                    s.setObject(1, account);
                    s.setBytes(2, hash);
                })
                == 1;
    }

    /** Gives the account these recovery codes; those of before count no more. */
    public void setRecoveryCodes(UUID account, List<byte[]> hashes) {
        session.update("DELETE FROM recovery_code WHERE account_id = ?", s -> s.setObject(1, account));
        session.updateEach("INSERT INTO recovery_code (account_id, hash) VALUES (?, ?)", hashes, (s, hash) -> {
            s.setObject(1, account);
            s.setBytes(2, hash);
        });
    }

    /** How many recovery codes the account has left. */
    public int recoveryCodes(UUID account) {
        return session.query(
                        "SELECT count(*) FROM recovery_code WHERE account_id = ?",
                        s -> s.setObject(1, account),
                        row -> row.getInt(1))
                .get(0);
    }

    /** The account has none any more, nor recovery codes: whether it had one that counted. */
    public boolean remove(UUID account) {
        return !session
                .query(
                        "DELETE FROM second_factor WHERE account_id = ? RETURNING confirmed_at IS NOT NULL",
                        s -> s.setObject(1, account),
                        row -> row.getBoolean(1))
                .stream()
                .filter(counted -> counted)
                .toList()
                .isEmpty();
    }
}
