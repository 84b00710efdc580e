package io.universalmiddleware.persistence.identity;

import io.universalmiddleware.persistence.postgres.Columns;
import io.universalmiddleware.persistence.postgres.SqlSession;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The signing keys. Every method runs in the caller's transaction. */
@Dependent
public class SigningKeyRepository {
    private static final long LOCK = 0x756d_6b65_79L;

    private final SqlSession session;

    /**
     * A stored key.
     *
     * @param publicKey a JSON Web Key
     * @param sealed the whole key, encrypted
     */
    public record StoredKey(
            String id,
            String publicKey,
            byte[] sealed,
            Instant createdAt,
            Instant signsFrom,
            Instant signsUntil,
            Instant verifiesUntil) {

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof StoredKey key
                    && id.equals(key.id)
                    && publicKey.equals(key.publicKey)
                    && Arrays.equals(sealed, key.sealed)
                    && signsFrom.equals(key.signsFrom)
                    && signsUntil.equals(key.signsUntil)
                    && verifiesUntil.equals(key.verifiesUntil);
        }

        @Override
        public int hashCode() {
            return Objects.hash(id, signsFrom, signsUntil, verifiesUntil);
        }

        @Override
        public String toString() {
            return "signing key " + id;
        }
    }

    @Inject
    public SigningKeyRepository(SqlSession session) {
        this.session = session;
    }

    /** The keys whose signatures count now or later, the oldest first. */
    public List<StoredKey> all(Instant now) {
        return session.query(
                "SELECT * FROM signing_key WHERE verifies_until > ? ORDER BY signs_from, id",
                s -> s.setTimestamp(1, Columns.timestamp(now)),
                row -> new StoredKey(
                        row.getString("id"),
                        row.getString("public_key"),
                        row.getBytes("sealed"),
                        Columns.requiredInstant(row, "created_at"),
                        Columns.requiredInstant(row, "signs_from"),
                        Columns.requiredInstant(row, "signs_until"),
                        Columns.requiredInstant(row, "verifies_until")));
    }

    /** Waits until no other transaction changes the keys. */
    public void lock() {
        session.query("SELECT pg_advisory_xact_lock(?)", s -> s.setLong(1, LOCK), row -> true);
    }

    public void add(StoredKey key) {
        session.update("""
                INSERT INTO signing_key (id, public_key, sealed, created_at, signs_from, signs_until, verifies_until)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """, s -> {
            s.setString(1, key.id());
            s.setString(2, key.publicKey());
            s.setBytes(3, key.sealed());
            s.setTimestamp(4, Columns.timestamp(key.createdAt()));
            s.setTimestamp(5, Columns.timestamp(key.signsFrom()));
            s.setTimestamp(6, Columns.timestamp(key.signsUntil()));
            s.setTimestamp(7, Columns.timestamp(key.verifiesUntil()));
        });
    }

    /** Removes the keys whose signatures count no more. */
    public void removeOld(Instant now) {
        session.update(
                "DELETE FROM signing_key WHERE verifies_until <= ?", s -> s.setTimestamp(1, Columns.timestamp(now)));
    }
}
