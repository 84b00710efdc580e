package io.universalmiddleware.persistence.deadletter;

import io.universalmiddleware.persistence.postgres.Columns;
import io.universalmiddleware.persistence.postgres.SqlSession;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.List;

/** The audit, which only grows: the database refuses to change or remove an entry. Every method runs in the caller's transaction. */
@Dependent
public class AuditRepository {
    private final SqlSession session;

    @Inject
    public AuditRepository(SqlSession session) {
        this.session = session;
    }

    public void append(AuditEntry entry) {
        session.update(
                "INSERT INTO audit (tenant, at, actor, action, subject, reason, before, after) "
                        + "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                s -> {
                    s.setString(1, entry.tenant());
                    s.setTimestamp(2, Columns.timestamp(entry.at()));
                    s.setString(3, entry.actor());
                    s.setString(4, entry.action());
                    s.setString(5, entry.subject());
                    s.setString(6, entry.reason());
                    Columns.setJson(s, 7, entry.before());
                    Columns.setJson(s, 8, entry.after());
                });
    }

    /** The subject's entries, oldest first. */
    public List<AuditEntry> of(String subject) {
        return session.query(
                "SELECT tenant, at, actor, action, subject, reason, before, after FROM audit "
                        + "WHERE subject = ? ORDER BY id",
                s -> s.setString(1, subject),
                row -> new AuditEntry(
                        row.getString("tenant"),
                        Columns.requiredInstant(row, "at"),
                        row.getString("actor"),
                        row.getString("action"),
                        row.getString("subject"),
                        row.getString("reason"),
                        row.getString("before"),
                        row.getString("after")));
    }
}
