package io.universalmiddleware.persistence.identity;

import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.persistence.postgres.Columns;
import io.universalmiddleware.persistence.postgres.SqlSession;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The service accounts, among the registered clients. Every method runs in the caller's transaction. */
@Dependent
public class ClientRepository implements ClientStore<RegisteredClient> {
    private static final String SELECT =
            "SELECT id, tenant, name, roles, scopes, disabled, expires_at, created_at, changed_at FROM registered_client ";

    private static final String SERVICE_ACCOUNT =
            " AND NOT EXISTS (SELECT FROM application WHERE client_id = registered_client.id)";

    private final SqlSession session;

    @Inject
    public ClientRepository(SqlSession session) {
        this.session = session;
    }

    @Override
    public boolean add(RegisteredClient client) {
        return session.update("""
                        INSERT INTO registered_client (id, tenant, name, roles, scopes, disabled, expires_at, created_at,
                                                       changed_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (tenant, name) DO NOTHING
                        """, s -> {
                    s.setObject(1, client.id());
                    s.setString(2, client.tenant().value());
                    s.setString(3, client.name());
                    Columns.setTexts(s, 4, client.roles());
                    Columns.setTexts(s, 5, client.scopes());
                    s.setBoolean(6, client.disabled());
                    s.setTimestamp(7, Columns.timestampOrNull(client.expiresAt()));
                    s.setTimestamp(8, Columns.timestamp(client.createdAt()));
                    s.setTimestamp(9, Columns.timestamp(client.changedAt()));
                })
                == 1;
    }

    /** A registered client of any kind. */
    public Optional<RegisteredClient> findAny(UUID id) {
        return one("WHERE id = ?", id);
    }

    @Override
    public Optional<RegisteredClient> find(UUID id) {
        return one("WHERE id = ?" + SERVICE_ACCOUNT, id);
    }

    @Override
    public Optional<RegisteredClient> lock(UUID id) {
        return one("WHERE id = ?" + SERVICE_ACCOUNT + " FOR NO KEY UPDATE", id);
    }

    @Override
    public List<RegisteredClient> list(TenantId tenant, @Nullable UUID after, int limit) {
        return session.query(
                SELECT + "WHERE tenant = ? AND (?::uuid IS NULL OR id > ?::uuid)" + SERVICE_ACCOUNT
                        + " ORDER BY id LIMIT ?",
                s -> {
                    s.setString(1, tenant.value());
                    s.setObject(2, after);
                    s.setObject(3, after);
                    s.setInt(4, limit);
                },
                ClientRepository::read);
    }

    @Override
    public void change(RegisteredClient client) {
        session.update("""
                UPDATE registered_client SET roles = ?, scopes = ?, disabled = ?, expires_at = ?, changed_at = ?
                WHERE id = ?
                """, s -> {
            Columns.setTexts(s, 1, client.roles());
            Columns.setTexts(s, 2, client.scopes());
            s.setBoolean(3, client.disabled());
            s.setTimestamp(4, Columns.timestampOrNull(client.expiresAt()));
            s.setTimestamp(5, Columns.timestamp(client.changedAt()));
            s.setObject(6, client.id());
        });
    }

    @Override
    public void remove(UUID id) {
        session.update("DELETE FROM registered_client WHERE id = ?", s -> s.setObject(1, id));
    }

    private Optional<RegisteredClient> one(String which, UUID id) {
        return session.query(SELECT + which, s -> s.setObject(1, id), ClientRepository::read).stream()
                .findFirst();
    }

    static RegisteredClient read(ResultSet row) throws SQLException {
        return new RegisteredClient(
                row.getObject("id", UUID.class),
                new TenantId(row.getString("tenant")),
                row.getString("name"),
                texts(row, "roles"),
                texts(row, "scopes"),
                row.getBoolean("disabled"),
                Columns.instant(row, "expires_at"),
                Columns.requiredInstant(row, "created_at"),
                Columns.requiredInstant(row, "changed_at"));
    }

    private static Set<String> texts(ResultSet row, String column) throws SQLException {
        Set<String> texts = new HashSet<>();
        for (Object text : (Object[]) row.getArray(column).getArray()) {
            texts.add(text.toString());
        }
        return texts;
    }
}
