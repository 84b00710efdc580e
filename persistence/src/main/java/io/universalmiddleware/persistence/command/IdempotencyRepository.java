package io.universalmiddleware.persistence.command;

import io.universalmiddleware.contracts.id.CommandId;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.persistence.postgres.Columns;
import io.universalmiddleware.persistence.postgres.SqlSession;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** The idempotency keys. Every method runs in the caller's transaction. */
@Dependent
public class IdempotencyRepository {
    private static final String LOCK = "SELECT pg_try_advisory_xact_lock(hashtextextended(?, 0))";
    private static final String FIND = """
            SELECT fingerprint, command_id FROM idempotency_key
            WHERE tenant = ? AND principal = ? AND key = ? AND expires_at > ?
            """;
    private static final String CLAIM = """
            INSERT INTO idempotency_key (tenant, principal, key, fingerprint, command_id, expires_at)
            VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (tenant, principal, key) DO UPDATE
               SET fingerprint = excluded.fingerprint, command_id = excluded.command_id, expires_at = excluded.expires_at
            """;

    private final SqlSession session;

    @Inject
    public IdempotencyRepository(SqlSession session) {
        this.session = session;
    }

    /**
     * Claims a key for a request; never waits for another transaction.
     *
     * @param fingerprint digest of the request
     * @param command the command that the request makes if the key is free
     */
    public Claim claim(
            TenantId tenant,
            String principal,
            String key,
            byte[] fingerprint,
            CommandId command,
            Instant now,
            Instant expiresAt) {
        if (!lock(tenant, principal, key)) {
            return new Claim.InFlight();
        }
        record Known(byte[] fingerprint, CommandId command) {}
        List<Known> known = session.query(
                FIND,
                statement -> {
                    statement.setString(1, tenant.value());
                    statement.setString(2, principal);
                    statement.setString(3, key);
                    statement.setTimestamp(4, Columns.timestamp(now));
                },
                row -> new Known(row.getBytes(1), new CommandId(row.getObject(2, UUID.class))));
        if (!known.isEmpty()) {
            Known first = known.get(0);
            return Arrays.equals(first.fingerprint(), fingerprint)
                    ? new Claim.Replay(first.command())
                    : new Claim.Mismatch();
        }
        session.update(CLAIM, statement -> {
            statement.setString(1, tenant.value());
            statement.setString(2, principal);
            statement.setString(3, key);
            statement.setBytes(4, fingerprint);
            statement.setObject(5, command.value());
            statement.setTimestamp(6, Columns.timestamp(expiresAt));
        });
        return new Claim.Fresh();
    }

    /**
     * Removes expired keys.
     *
     * @param limit at most so many
     * @return how many it removed
     */
    public int removeExpired(Instant now, int limit) {
        return session.update(
                "DELETE FROM idempotency_key WHERE ctid IN "
                        + "(SELECT ctid FROM idempotency_key WHERE expires_at <= ? LIMIT ?)",
                statement -> {
                    statement.setTimestamp(1, Columns.timestamp(now));
                    statement.setInt(2, limit);
                });
    }

    private boolean lock(TenantId tenant, String principal, String key) {
        return session.query(
                        LOCK,
                        statement -> statement.setString(1, tenant.value() + '\n' + principal + '\n' + key),
                        row -> row.getBoolean(1))
                .get(0);
    }
}
