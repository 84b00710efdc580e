package io.universalmiddleware.persistence.identity;

import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.persistence.postgres.Columns;
import io.universalmiddleware.persistence.postgres.SqlSession;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The linked identities. Every method runs in the caller's transaction. */
@Dependent
public class LinkedIdentityRepository {
    private static final String SELECT =
            "SELECT id, account_id, tenant, issuer, subject, roles, created_at, used_at FROM linked_identity ";

    private final SqlSession session;

    @Inject
    public LinkedIdentityRepository(SqlSession session) {
        this.session = session;
    }

    /** Adds an identity, unless the tenant has it; waits for a transaction that adds it. @return whether it was added */
    public boolean add(LinkedIdentity identity) {
        return session.update("""
                        INSERT INTO linked_identity (id, account_id, tenant, issuer, subject, roles, created_at, used_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (tenant, issuer, subject) DO NOTHING
                        """, s -> {
                    s.setObject(1, identity.id());
                    s.setObject(2, identity.account());
                    s.setString(3, identity.tenant());
                    s.setString(4, identity.issuer());
                    s.setString(5, identity.subject());
                    Columns.setTexts(s, 6, identity.roles());
                    s.setTimestamp(7, Columns.timestamp(identity.createdAt()));
                    s.setTimestamp(8, Columns.timestamp(identity.usedAt()));
                })
                == 1;
    }

    public Optional<LinkedIdentity> find(TenantId tenant, String issuer, String subject) {
        return session
                .query(
                        SELECT + "WHERE tenant = ? AND issuer = ? AND subject = ?",
                        s -> {
                            s.setString(1, tenant.value());
                            s.setString(2, issuer);
                            s.setString(3, subject);
                        },
                        LinkedIdentityRepository::read)
                .stream()
                .findFirst();
    }

    /** An account's identities, the oldest first. */
    public List<LinkedIdentity> of(UUID account) {
        return session.query(
                SELECT + "WHERE account_id = ? ORDER BY id",
                s -> s.setObject(1, account),
                LinkedIdentityRepository::read);
    }

    /** Somebody logged in by it. @param roles those of the account that come from the provider's groups now */
    public void use(UUID id, Set<String> roles, Instant now) {
        session.update("UPDATE linked_identity SET roles = ?, used_at = ? WHERE id = ?", s -> {
            Columns.setTexts(s, 1, roles);
            s.setTimestamp(2, Columns.timestamp(now));
            s.setObject(3, id);
        });
    }

    public void remove(UUID id) {
        session.update("DELETE FROM linked_identity WHERE id = ?", s -> s.setObject(1, id));
    }

    private static LinkedIdentity read(ResultSet row) throws SQLException {
        Set<String> roles = new HashSet<>();
        for (Object role : (Object[]) row.getArray("roles").getArray()) {
            roles.add(role.toString());
        }
        return new LinkedIdentity(
                row.getObject("id", UUID.class),
                row.getObject("account_id", UUID.class),
                row.getString("tenant"),
                row.getString("issuer"),
                row.getString("subject"),
                roles,
                Columns.requiredInstant(row, "created_at"),
                Columns.requiredInstant(row, "used_at"));
    }
}
