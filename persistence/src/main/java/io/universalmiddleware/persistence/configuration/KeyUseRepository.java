package io.universalmiddleware.persistence.configuration;

import io.universalmiddleware.persistence.postgres.Columns;
import io.universalmiddleware.persistence.postgres.SqlSession;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.UUID;

/** How often, and when last, each API key was used, as all nodes have told together. Every method runs in the caller's transaction. */
@Dependent
public class KeyUseRepository {
    private final SqlSession session;

    /**
     * The use of a key.
     *
     * @param uses counted by one node since it told last, or by all of them ever
     */
    public record KeyUse(UUID key, long uses, Instant lastUsedAt) {}

    @Inject
    public KeyUseRepository(SqlSession session) {
        this.session = session;
    }

    /** Adds the uses that one node counted. */
    public void add(Collection<KeyUse> counted) {
        // in one order, so that two nodes do not wait for each other's rows crosswise
        session.updateEach(
                """
                INSERT INTO api_key_use (key_id, uses, last_used_at) VALUES (?, ?, ?)
                ON CONFLICT (key_id) DO UPDATE SET uses = api_key_use.uses + excluded.uses,
                    last_used_at = greatest(api_key_use.last_used_at, excluded.last_used_at)
                """, counted.stream().sorted(Comparator.comparing(KeyUse::key)).toList(), (s, use) -> {
                    s.setObject(1, use.key());
                    s.setLong(2, use.uses());
                    s.setTimestamp(3, Columns.timestamp(use.lastUsedAt()));
                });
    }

    /** The use of a key; empty if it was never used. */
    public Optional<KeyUse> find(UUID key) {
        return session
                .query(
                        "SELECT uses, last_used_at FROM api_key_use WHERE key_id = ?",
                        s -> s.setObject(1, key),
                        row -> new KeyUse(key, row.getLong("uses"), Columns.requiredInstant(row, "last_used_at")))
                .stream()
                .findFirst();
    }
}
