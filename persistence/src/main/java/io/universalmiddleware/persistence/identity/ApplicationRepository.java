package io.universalmiddleware.persistence.identity;

import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.persistence.postgres.Columns;
import io.universalmiddleware.persistence.postgres.SqlSession;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The applications, each beside its registered client. Every method runs in the caller's transaction. */
@Dependent
public class ApplicationRepository implements ClientStore<Application> {
    private static final String SELECT = """
            SELECT c.*, a.confidential, a.redirect_uris, a.post_logout_redirect_uris
            FROM registered_client c JOIN application a ON a.client_id = c.id
            """;

    private final SqlSession session;
    private final ClientRepository clients;

    @Inject
    public ApplicationRepository(SqlSession session) {
        this.session = session;
        this.clients = new ClientRepository(session);
    }

    @Override
    public boolean add(Application application) {
        if (!clients.add(application.client())) {
            return false;
        }
        session.update("""
                INSERT INTO application (confidential, redirect_uris, post_logout_redirect_uris, client_id) VALUES (?, ?, ?, ?)
                """, s -> {
            s.setBoolean(1, application.confidential());
            Columns.setTexts(s, 2, application.redirectUris());
            Columns.setTexts(s, 3, application.postLogoutRedirectUris());
            s.setObject(4, application.client().id());
        });
        return true;
    }

    @Override
    public Optional<Application> find(UUID id) {
        return one("WHERE c.id = ?", id);
    }

    @Override
    public Optional<Application> lock(UUID id) {
        return one("WHERE c.id = ? FOR NO KEY UPDATE", id);
    }

    /** As {@link #find}; until the transaction ends nobody changes or removes it, and others may hold it too. */
    public Optional<Application> hold(UUID id) {
        return one("WHERE c.id = ? FOR SHARE OF c", id);
    }

    @Override
    public List<Application> list(TenantId tenant, @Nullable UUID after, int limit) {
        return session.query(
                SELECT + "WHERE c.tenant = ? AND (?::uuid IS NULL OR c.id > ?::uuid) ORDER BY c.id LIMIT ?",
                s -> {
                    s.setString(1, tenant.value());
                    s.setObject(2, after);
                    s.setObject(3, after);
                    s.setInt(4, limit);
                },
                ApplicationRepository::read);
    }

    @Override
    public void change(Application application) {
        clients.change(application.client());
        session.update(
                "UPDATE application SET redirect_uris = ?, post_logout_redirect_uris = ? WHERE client_id = ?", s -> {
                    Columns.setTexts(s, 1, application.redirectUris());
                    Columns.setTexts(s, 2, application.postLogoutRedirectUris());
                    s.setObject(3, application.client().id());
                });
    }

    @Override
    public void remove(UUID id) {
        clients.remove(id);
    }

    private Optional<Application> one(String which, UUID id) {
        return session.query(SELECT + which, s -> s.setObject(1, id), ApplicationRepository::read).stream()
                .findFirst();
    }

    private static Application read(ResultSet row) throws SQLException {
        return new Application(
                ClientRepository.read(row),
                row.getBoolean("confidential"),
                texts(row, "redirect_uris"),
                texts(row, "post_logout_redirect_uris"));
    }

    private static List<String> texts(ResultSet row, String column) throws SQLException {
        List<String> texts = new ArrayList<>();
        for (Object text : (Object[]) row.getArray(column).getArray()) {
            texts.add(text.toString());
        }
        return texts;
    }
}
