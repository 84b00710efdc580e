package io.universalmiddleware.persistence.identity;

import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.persistence.postgres.Columns;
import io.universalmiddleware.persistence.postgres.SqlFault;
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
import org.jspecify.annotations.Nullable;

/** The accounts. Every method runs in the caller's transaction. */
@Dependent
public class AccountRepository {
    private static final String SELECT =
            "SELECT id, tenant, email, password, roles, disabled, verified_at, created_at, changed_at FROM account ";

    /** Later with every change, whatever the clocks of nodes say: two states never have the same revision. */
    private static final String CHANGED = "changed_at = greatest(?, account.changed_at + interval '1 microsecond')";

    private final SqlSession session;

    @Inject
    public AccountRepository(SqlSession session) {
        this.session = session;
    }

    /**
     * Adds an account, unless the tenant has one of this address; waits for a transaction that adds such a one.
     *
     * @param emailKey the address as it is compared
     * @return whether it was added
     */
    public boolean add(Account account, String emailKey) {
        return session.update("""
                        INSERT INTO account (id, tenant, email, email_key, password, roles, disabled, verified_at,
                                             created_at, changed_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (tenant, email_key) DO NOTHING
                        """, s -> {
                    s.setObject(1, account.id());
                    s.setString(2, account.tenant().value());
                    s.setString(3, account.email());
                    s.setString(4, emailKey);
                    s.setString(5, account.password());
                    Columns.setTexts(s, 6, account.roles());
                    s.setBoolean(7, account.disabled());
                    s.setTimestamp(8, Columns.timestampOrNull(account.verifiedAt()));
                    s.setTimestamp(9, Columns.timestamp(account.createdAt()));
                    s.setTimestamp(10, Columns.timestamp(account.changedAt()));
                })
                == 1;
    }

    /**
     * Gives an account whose address nobody has verified to who registers with it now, without what let in whoever had it; one that is
     * disabled stays what it is.
     *
     * @param email as it is written now
     * @param emailKey the address as it is compared
     * @return the account as it is then; empty if there is no such one
     */
    public Optional<Account> retake(TenantId tenant, String email, String emailKey, String password, Instant now) {
        return session
                .query(
                        """
                        WITH retaken AS (
                            UPDATE account SET email = ?, password = ?, %s, roles = array(
                                SELECT unnest(roles) EXCEPT
                                SELECT unnest(l.roles) FROM linked_identity l WHERE l.account_id = account.id)
                            WHERE tenant = ? AND email_key = ? AND verified_at IS NULL AND NOT disabled
                            RETURNING id, tenant, email, password, roles, disabled, verified_at, created_at, changed_at
                        ), factor AS (
                            DELETE FROM second_factor WHERE account_id IN (SELECT id FROM retaken)
                        ), identity AS (
                            DELETE FROM linked_identity WHERE account_id IN (SELECT id FROM retaken)
                        ), said AS (
                            DELETE FROM profile WHERE account_id IN (SELECT id FROM retaken)
                        )
                        SELECT * FROM retaken
                        """.formatted(CHANGED),
                        s -> {
                            s.setString(1, email);
                            s.setString(2, password);
                            s.setTimestamp(3, Columns.timestamp(now));
                            s.setString(4, tenant.value());
                            s.setString(5, emailKey);
                        },
                        AccountRepository::read)
                .stream()
                .findFirst();
    }

    /** Nobody is let into the account any more by what let anybody in beside the password: linked identities, second factor, proofs. */
    public void removeCredentials(UUID id) {
        session.update("""
                WITH factor AS (
                    DELETE FROM second_factor WHERE account_id = ?
                ), identity AS (
                    DELETE FROM linked_identity WHERE account_id = ?
                )
                DELETE FROM account_proof WHERE account_id = ?
                """, s -> {
            s.setObject(1, id);
            s.setObject(2, id);
            s.setObject(3, id);
        });
    }

    /** @param emailKey the address as it is compared */
    public Optional<Account> find(TenantId tenant, String emailKey) {
        return session
                .query(
                        SELECT + "WHERE tenant = ? AND email_key = ?",
                        s -> {
                            s.setString(1, tenant.value());
                            s.setString(2, emailKey);
                        },
                        AccountRepository::read)
                .stream()
                .findFirst();
    }

    /** Waits until no other transaction that has asked for this is about who of a tenant gets a role. */
    public void lockRole(TenantId tenant, String role) {
        session.query(
                "SELECT pg_advisory_xact_lock(hashtextextended(? || E'\\n' || ?, 2))",
                s -> {
                    s.setString(1, tenant.value());
                    s.setString(2, role);
                },
                row -> true);
    }

    /** Whether a tenant has an account with a role that is not disabled. */
    public boolean hasRole(TenantId tenant, String role) {
        return session.query(
                        "SELECT EXISTS (SELECT FROM account WHERE tenant = ? AND ? = ANY (roles) AND NOT disabled)",
                        s -> {
                            s.setString(1, tenant.value());
                            s.setString(2, role);
                        },
                        row -> row.getBoolean(1))
                .get(0);
    }

    public Optional<Account> find(UUID id) {
        return session.query(SELECT + "WHERE id = ?", s -> s.setObject(1, id), AccountRepository::read).stream()
                .findFirst();
    }

    /** As {@link #find(UUID)}; until the transaction ends nobody else changes it. */
    public Optional<Account> lock(UUID id) {
        return session
                .query(SELECT + "WHERE id = ? FOR NO KEY UPDATE", s -> s.setObject(1, id), AccountRepository::read)
                .stream()
                .findFirst();
    }

    /**
     * A page of accounts in the order of their ids, which is that of their making.
     *
     * @param tenant whose
     * @param after the last of the page before; null for the first page
     */
    public List<Account> list(TenantId tenant, @Nullable UUID after, int limit) {
        return session.query(
                SELECT + "WHERE tenant = ? AND (?::uuid IS NULL OR id > ?::uuid) ORDER BY id LIMIT ?",
                s -> {
                    s.setString(1, tenant.value());
                    s.setObject(2, after);
                    s.setObject(3, after);
                    s.setInt(4, limit);
                },
                AccountRepository::read);
    }

    /** The owner reads the mailbox. */
    public void verify(UUID id, Instant now) {
        session.update("UPDATE account SET verified_at = coalesce(verified_at, ?), " + CHANGED + " WHERE id = ?", s -> {
            s.setTimestamp(1, Columns.timestamp(now));
            s.setTimestamp(2, Columns.timestamp(now));
            s.setObject(3, id);
        });
    }

    /**
     * Gives an account another address, which its owner has shown to be theirs; that is a change of the profile.
     *
     * @param emailKey the address as it is compared
     * @return whether no other account of the tenant has it; it waits for a transaction that gives it to one. If not, its own transaction can
     *     only roll back
     */
    public boolean readdress(UUID id, String email, String emailKey, Instant now) {
        try {
            return session.update("""
                        WITH moved AS (
                            UPDATE account SET email = ?, email_key = ?, verified_at = ?, %s
                            WHERE id = ? AND NOT EXISTS (
                                SELECT FROM account o
                                WHERE o.tenant = account.tenant AND o.email_key = ? AND o.id <> account.id)
                            RETURNING id, changed_at)
                        INSERT INTO profile AS p (account_id, preferences, edition, changed_at)
                        SELECT id, '{}', 1, changed_at FROM moved
                        ON CONFLICT (account_id) DO UPDATE SET edition = p.edition + 1, changed_at = excluded.changed_at
                        """.formatted(CHANGED), s -> {
                        s.setString(1, email);
                        s.setString(2, emailKey);
                        s.setTimestamp(3, Columns.timestamp(now));
                        s.setTimestamp(4, Columns.timestamp(now));
                        s.setObject(5, id);
                        s.setString(6, emailKey);
                    })
                    == 1;
        } catch (SqlFault fault) {
            if (fault.isUniqueViolation()) {
                return false;
            }
            throw fault;
        }
    }

    /**
     * Puts another hash in the place of the one that was read.
     *
     * @return whether it was still that one
     */
    public boolean rehash(UUID id, String before, String after, Instant now) {
        return session.update("UPDATE account SET password = ?, " + CHANGED + " WHERE id = ? AND password = ?", s -> {
                    s.setString(1, after);
                    s.setTimestamp(2, Columns.timestamp(now));
                    s.setObject(3, id);
                    s.setString(4, before);
                })
                == 1;
    }

    /** Says what an account may, and whether it may at all. */
    public void change(UUID id, Set<String> roles, boolean disabled, Instant now) {
        session.update("UPDATE account SET roles = ?, disabled = ?, " + CHANGED + " WHERE id = ?", s -> {
            Columns.setTexts(s, 1, roles);
            s.setBoolean(2, disabled);
            s.setTimestamp(3, Columns.timestamp(now));
            s.setObject(4, id);
        });
    }

    static Account read(ResultSet row) throws SQLException {
        Set<String> roles = new HashSet<>();
        for (Object role : (Object[]) row.getArray("roles").getArray()) {
            roles.add(role.toString());
        }
        return new Account(
                row.getObject("id", UUID.class),
                new TenantId(row.getString("tenant")),
                row.getString("email"),
                row.getString("password"),
                roles,
                row.getBoolean("disabled"),
                Columns.instant(row, "verified_at"),
                Columns.requiredInstant(row, "created_at"),
                Columns.requiredInstant(row, "changed_at"));
    }
}
