package io.universalmiddleware.persistence.identity;

import io.universalmiddleware.persistence.postgres.Columns;
import io.universalmiddleware.persistence.postgres.SqlSession;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.UUID;

/** The logout tokens that have counted, so that none does again on whatever node. Every method runs in the caller's transaction. */
@Dependent
public class HeardLogoutRepository {
    private final SqlSession session;

    @Inject
    public HeardLogoutRepository(SqlSession session) {
        this.session = session;
    }

    /**
     * Keeps one; waits for a transaction that keeps the same.
     *
     * @param jti its hash
     * @param until when it could count no more in any case
     * @return whether it is the first time
     */
    public boolean add(UUID provider, byte[] jti, Instant until) {
        return session.update(
                        "INSERT INTO heard_logout (provider, jti, until) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                        s -> {
                            s.setObject(1, provider);
                            s.setBytes(2, jti);
                            s.setTimestamp(3, Columns.timestamp(until));
                        })
                == 1;
    }

    /** Removes those that could count no more: how many, at most so many. */
    public int removeExpired(Instant now, int limit) {
        return session.update("""
                DELETE FROM heard_logout WHERE (provider, jti) IN (
                    SELECT provider, jti FROM heard_logout WHERE until < ? LIMIT ? FOR UPDATE SKIP LOCKED)
                """, s -> {
            s.setTimestamp(1, Columns.timestamp(now));
            s.setInt(2, limit);
        });
    }
}
