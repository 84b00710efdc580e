package io.universalmiddleware.persistence.command;

import io.universalmiddleware.contracts.id.CommandId;
import io.universalmiddleware.persistence.postgres.Columns;
import io.universalmiddleware.persistence.postgres.SqlSession;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The idempotency keys. Every method runs in the caller's transaction. */
@Dependent
public class IdempotencyRepository {
    /**
     * The lock is taken row by row before its row is inserted, and a conflict is looked for in the index and not in the
     * statement's snapshot: whoever gets the lock sees what its last holder committed.
     */
    private static final String CLAIM = """
            INSERT INTO idempotency_key AS k (tenant, principal, key, fingerprint, command_id, expires_at)
            SELECT tenant, principal, key, decode(fingerprint, 'hex'), command_id, expires_at
            FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::uuid[], ?::timestamptz[])
                 AS c(tenant, principal, key, fingerprint, command_id, expires_at)
            WHERE pg_try_advisory_xact_lock(hashtextextended(tenant || E'\\n' || principal || E'\\n' || key, 0))
            ON CONFLICT (tenant, principal, key) DO UPDATE
               SET fingerprint = excluded.fingerprint, command_id = excluded.command_id, expires_at = excluded.expires_at
               WHERE k.expires_at <= ?
            RETURNING command_id
            """;

    private static final String FIND = """
            SELECT tenant, principal, key, fingerprint, command_id
            FROM idempotency_key JOIN unnest(?::text[], ?::text[], ?::text[]) AS c(tenant, principal, key)
                 USING (tenant, principal, key)
            WHERE expires_at > ?
            """;

    /** What a key stands for. */
    private record Meaning(byte[] fingerprint, CommandId command) {
        Claim claimFor(KeyClaim claim) {
            return Arrays.equals(fingerprint, claim.fingerprint()) ? new Claim.Replay(command) : new Claim.Mismatch();
        }
    }

    private final SqlSession session;

    @Inject
    public IdempotencyRepository(SqlSession session) {
        this.session = session;
    }

    /**
     * Claims keys for requests; never waits for another transaction that claims.
     *
     * <p>Of several claims to one key in the list the first is made, and the others are judged as if it had been made
     * before.
     *
     * @return what became of each claim, in the list's order
     */
    public List<Claim> claimAll(List<KeyClaim> claims, Instant now) {
        if (claims.isEmpty()) {
            return List.of();
        }
        Map<KeyClaim.Name, KeyClaim> first = new LinkedHashMap<>();
        claims.forEach(claim -> first.putIfAbsent(claim.name(), claim));
        Set<CommandId> fresh = insert(first.values(), now);
        Map<KeyClaim.Name, Meaning> taken = find(
                first.values().stream()
                        .filter(claim -> !fresh.contains(claim.command()))
                        .toList(),
                now);
        List<Claim> outcomes = new ArrayList<>();
        for (KeyClaim claim : claims) {
            KeyClaim maker = first.getOrDefault(claim.name(), claim);
            @Nullable
            Meaning meaning = fresh.contains(maker.command())
                    ? new Meaning(maker.fingerprint(), maker.command())
                    : taken.get(claim.name());
            outcomes.add(
                    meaning == null
                            ? new Claim.InFlight()
                            : fresh.contains(claim.command()) ? new Claim.Fresh() : meaning.claimFor(claim));
        }
        return outcomes;
    }

    private Set<CommandId> insert(Collection<KeyClaim> claims, Instant now) {
        List<KeyClaim> all = List.copyOf(claims);
        return new HashSet<>(session.query(
                CLAIM,
                statement -> {
                    names(statement, all);
                    Columns.setArray(
                            statement, 4, "text", all, c -> HexFormat.of().formatHex(c.fingerprint()));
                    Columns.setArray(statement, 5, "uuid", all, c -> c.command().value());
                    Columns.setArray(
                            statement, 6, "timestamptz", all, c -> c.expiresAt().toString());
                    statement.setTimestamp(7, Columns.timestamp(now));
                },
                row -> new CommandId(row.getObject(1, UUID.class))));
    }

    /** In a snapshot of its own: what is not there now belongs to a transaction that is open. */
    private Map<KeyClaim.Name, Meaning> find(List<KeyClaim> claims, Instant now) {
        Map<KeyClaim.Name, Meaning> found = new HashMap<>();
        if (!claims.isEmpty()) {
            session.query(
                    FIND,
                    statement -> {
                        names(statement, claims);
                        statement.setTimestamp(4, Columns.timestamp(now));
                    },
                    row -> found.put(
                            new KeyClaim.Name(row.getString(1), row.getString(2), row.getString(3)),
                            new Meaning(row.getBytes(4), new CommandId(row.getObject(5, UUID.class)))));
        }
        return found;
    }

    private static void names(PreparedStatement statement, List<KeyClaim> claims) throws SQLException {
        Columns.setArray(statement, 1, "text", claims, c -> c.tenant().value());
        Columns.setArray(statement, 2, "text", claims, KeyClaim::principal);
        Columns.setArray(statement, 3, "text", claims, KeyClaim::key);
    }

    /**
     * Removes expired keys; never waits for a transaction that claims one anew.
     *
     * @param limit at most so many
     * @return how many it removed
     */
    public int removeExpired(Instant now, int limit) {
        return session.update(
                "DELETE FROM idempotency_key WHERE ctid IN "
                        + "(SELECT ctid FROM idempotency_key WHERE expires_at <= ? LIMIT ? FOR UPDATE SKIP LOCKED)",
                statement -> {
                    statement.setTimestamp(1, Columns.timestamp(now));
                    statement.setInt(2, limit);
                });
    }
}
