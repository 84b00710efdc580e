package io.universalmiddleware.persistence.policy;

import io.universalmiddleware.persistence.policy.PolicyVersion.Written;
import io.universalmiddleware.persistence.postgres.Columns;
import io.universalmiddleware.persistence.postgres.SqlSession;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The versions of the policy; the database refuses to change one that was active. Every method runs in the caller's transaction. */
@Dependent
public class PolicyVersionRepository {
    private static final long LOCK = 0x756d_706f_6c69_6379L;
    private static final String WRITTEN =
            "v.version, v.note, v.edition, v.created_at, v.created_by, v.changed_at, v.changed_by,"
                    + " (SELECT min(a.at) FROM policy_activation a WHERE a.version = v.version) AS first_active_at";

    private final SqlSession session;

    @Inject
    public PolicyVersionRepository(SqlSession session) {
        this.session = session;
    }

    /** Waits until nobody else changes a version or activates one, and keeps others from it until the transaction ends. */
    public void lock() {
        session.query("SELECT pg_advisory_xact_lock(?)", s -> s.setLong(1, LOCK), row -> true);
    }

    /** Keeps a draft. @return its number */
    public long insert(PolicyContent content, String by, Instant now) {
        return session.query(
                        """
                        INSERT INTO policy_version (note, source, module, grants, tests, changed_by, changed_at,
                            edition, created_by, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?, ?) RETURNING version
                        """,
                        s -> {
                            int next = bind(s, content, by, now);
                            s.setString(next, by);
                            s.setTimestamp(next + 1, Columns.timestamp(now));
                        },
                        row -> row.getLong(1))
                .get(0);
    }

    /** Puts another writing in the place of a draft's. */
    public void update(long version, PolicyContent content, String by, Instant now) {
        session.update("""
                UPDATE policy_version SET note = ?, source = ?, module = ?, grants = ?, tests = ?, changed_by = ?,
                    changed_at = ?, edition = edition + 1 WHERE version = ?
                """, s -> s.setLong(bind(s, content, by, now), version));
    }

    public void delete(long version) {
        session.update("DELETE FROM policy_version WHERE version = ?", s -> s.setLong(1, version));
    }

    public Optional<PolicyVersion> find(long version) {
        return session
                .query(
                        "SELECT " + WRITTEN
                                + ", v.source, v.module, v.grants, v.tests FROM policy_version v WHERE v.version = ?",
                        s -> s.setLong(1, version),
                        PolicyVersionRepository::read)
                .stream()
                .findFirst();
    }

    /** The versions before one, last first; at most so many. */
    public List<ListedVersion> before(long version, int limit) {
        return session.query(
                "SELECT " + WRITTEN + ", encode(sha256(v.module), 'hex') AS module_digest FROM policy_version v"
                        + " WHERE v.version < ? ORDER BY v.version DESC LIMIT ?",
                s -> {
                    s.setLong(1, version);
                    s.setInt(2, limit);
                },
                row -> new ListedVersion(
                        row.getLong("version"), row.getString("note"), row.getString("module_digest"), written(row)));
    }

    /** How many drafts there are. */
    public int drafts() {
        return session.query(
                        "SELECT count(*) FROM policy_version v WHERE NOT EXISTS"
                                + " (SELECT 1 FROM policy_activation a WHERE a.version = v.version)",
                        s -> {},
                        row -> row.getInt(1))
                .get(0);
    }

    private static int bind(PreparedStatement s, PolicyContent content, String by, Instant now) throws SQLException {
        s.setString(1, content.note());
        s.setString(2, content.source());
        s.setBytes(3, content.module());
        Columns.setJson(s, 4, content.grants());
        Columns.setJson(s, 5, content.tests());
        s.setString(6, by);
        s.setTimestamp(7, Columns.timestamp(now));
        return 8;
    }

    private static PolicyVersion read(ResultSet row) throws SQLException {
        return new PolicyVersion(
                row.getLong("version"),
                new PolicyContent(
                        row.getString("note"),
                        row.getString("source"),
                        row.getBytes("module"),
                        row.getString("grants"),
                        row.getString("tests")),
                written(row));
    }

    private static Written written(ResultSet row) throws SQLException {
        return new Written(
                row.getLong("edition"),
                Columns.requiredInstant(row, "created_at"),
                row.getString("created_by"),
                Columns.requiredInstant(row, "changed_at"),
                row.getString("changed_by"),
                Columns.instant(row, "first_active_at"));
    }
}
