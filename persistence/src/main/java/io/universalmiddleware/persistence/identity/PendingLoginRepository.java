package io.universalmiddleware.persistence.identity;

import io.universalmiddleware.persistence.postgres.Columns;
import io.universalmiddleware.persistence.postgres.SqlSession;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** The pending logins. Of what their beginners hold only a hash is kept. Every method runs in the caller's transaction. */
@Dependent
public class PendingLoginRepository {
    private static final String COLUMNS = "tenant, provider, redirect_uri, account_id, request, expires_at";

    private final SqlSession session;

    @Inject
    public PendingLoginRepository(SqlSession session) {
        this.session = session;
    }

    public void add(byte[] hash, PendingLogin login) {
        session.update("""
                INSERT INTO pending_login (hash, tenant, provider, redirect_uri, account_id, request, expires_at)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """, s -> {
            s.setBytes(1, hash);
            s.setString(2, login.tenant());
            s.setObject(3, login.provider());
            s.setString(4, login.redirectUri());
            s.setObject(5, login.account());
            s.setString(6, login.request());
            s.setTimestamp(7, Columns.timestamp(login.expires()));
        });
    }

    /** The login, which counts no more then; empty if there is none that still counts. Of several at once one gets it. */
    public Optional<PendingLogin> take(byte[] hash, Instant now) {
        return one("DELETE FROM pending_login WHERE hash = ? RETURNING " + COLUMNS, hash, now);
    }

    /** The login, which goes on counting; empty if there is none that still counts. */
    public Optional<PendingLogin> find(byte[] hash, Instant now) {
        return one("SELECT " + COLUMNS + " FROM pending_login WHERE hash = ?", hash, now);
    }

    /** Removes logins that count no more: how many, at most so many. */
    public int removeExpired(Instant now, int limit) {
        return session.update("""
                DELETE FROM pending_login WHERE hash IN (
                    SELECT hash FROM pending_login WHERE expires_at < ? LIMIT ? FOR UPDATE SKIP LOCKED)
                """, s -> {
            s.setTimestamp(1, Columns.timestamp(now));
            s.setInt(2, limit);
        });
    }

    private Optional<PendingLogin> one(String sql, byte[] hash, Instant now) {
        return session
                .query(
                        sql,
                        s -> s.setBytes(1, hash),
                        row -> new PendingLogin(
                                row.getString("tenant"),
                                row.getObject("provider", UUID.class),
                                row.getString("redirect_uri"),
                                row.getObject("account_id", UUID.class),
                                row.getString("request"),
                                Columns.requiredInstant(row, "expires_at")))
                .stream()
                .filter(login -> now.isBefore(login.expires()))
                .findFirst();
    }
}
