package io.universalmiddleware.persistence.identity;

import io.universalmiddleware.persistence.postgres.Columns;
import io.universalmiddleware.persistence.postgres.SqlSession;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** What the platform shows providers, encrypted. Every method runs in the caller's transaction. */
@Dependent
public class ProviderSecretRepository {
    private final SqlSession session;

    @Inject
    public ProviderSecretRepository(SqlSession session) {
        this.session = session;
    }

    /** Keeps the secret, in the place of the one that there was. */
    public void set(UUID provider, byte[] sealed, Instant now) {
        session.update("""
                INSERT INTO provider_secret (provider, sealed, set_at) VALUES (?, ?, ?)
                ON CONFLICT (provider) DO UPDATE SET sealed = EXCLUDED.sealed, set_at = EXCLUDED.set_at
                """, s -> {
            s.setObject(1, provider);
            s.setBytes(2, sealed);
            s.setTimestamp(3, Columns.timestamp(now));
        });
    }

    /** @return whether there was one */
    public boolean remove(UUID provider) {
        return session.update("DELETE FROM provider_secret WHERE provider = ?", s -> s.setObject(1, provider)) == 1;
    }

    public Optional<byte[]> find(UUID provider) {
        return session
                .query(
                        "SELECT sealed FROM provider_secret WHERE provider = ?",
                        s -> s.setObject(1, provider),
                        row -> row.getBytes("sealed"))
                .stream()
                .findFirst();
    }
}
