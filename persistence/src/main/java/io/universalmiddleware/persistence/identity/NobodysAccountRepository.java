package io.universalmiddleware.persistence.identity;

import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.persistence.postgres.Columns;
import io.universalmiddleware.persistence.postgres.SqlSession;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The accounts that are nobody's: never verified, used nor disabled. Each is held before it is judged and removed, so that none goes that is
 * becoming somebody's. Every method runs in the caller's transaction.
 */
@Dependent
public class NobodysAccountRepository {
    private static final String NOBODYS = """
            (a.verified_at IS NULL AND NOT a.disabled
             AND NOT EXISTS (SELECT FROM user_session s WHERE s.account_id = a.id)
             AND NOT EXISTS (SELECT FROM linked_identity i WHERE i.account_id = a.id))
            """;

    private final SqlSession session;

    @Inject
    public NobodysAccountRepository(SqlSession session) {
        this.session = session;
    }

    /** Removes those that were made before a time: how many, at most so many. */
    public int removeMadeBefore(Instant time, int limit) {
        List<UUID> held = session.query(
                "SELECT a.id FROM account a WHERE a.created_at < ? AND " + NOBODYS
                        + "LIMIT ? FOR UPDATE OF a SKIP LOCKED",
                s -> {
                    s.setTimestamp(1, Columns.timestamp(time));
                    s.setInt(2, limit);
                },
                row -> row.getObject(1, UUID.class));
        return remove(held).size();
    }

    /**
     * Whether an address has an account of somebody's.
     *
     * @param emailKey the address as it is compared
     * @param but whose account it may have
     * @param all whether no account is nobody's
     */
    public boolean isTaken(TenantId tenant, String emailKey, UUID but, boolean all) {
        return session.query(
                        "SELECT EXISTS (SELECT FROM account a WHERE a.tenant = ? AND a.email_key = ? AND a.id <> ? AND (? OR NOT "
                                + NOBODYS + "))",
                        s -> {
                            s.setString(1, tenant.value());
                            s.setString(2, emailKey);
                            s.setObject(3, but);
                            s.setBoolean(4, all);
                        },
                        row -> row.getBoolean(1))
                .get(0);
    }

    /**
     * Removes that of an address: which, if there was one.
     *
     * @param emailKey the address as it is compared
     * @param but which account stays in any case
     */
    public Optional<UUID> remove(TenantId tenant, String emailKey, UUID but) {
        List<UUID> held = session.query(
                "SELECT a.id FROM account a WHERE a.tenant = ? AND a.email_key = ? AND a.id <> ? AND " + NOBODYS
                        + "FOR UPDATE OF a",
                s -> {
                    s.setString(1, tenant.value());
                    s.setString(2, emailKey);
                    s.setObject(3, but);
                },
                row -> row.getObject(1, UUID.class));
        return remove(held).stream().findFirst();
    }

    private List<UUID> remove(List<UUID> held) {
        return session.query(
                "DELETE FROM account a WHERE a.id = ANY (?) AND " + NOBODYS + "RETURNING a.id",
                s -> Columns.setUuids(s, 1, held),
                row -> row.getObject(1, UUID.class));
    }
}
