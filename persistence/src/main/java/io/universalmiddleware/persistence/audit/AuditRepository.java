package io.universalmiddleware.persistence.audit;

import io.universalmiddleware.persistence.postgres.Columns;
import io.universalmiddleware.persistence.postgres.SqlSession;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The audit, which only grows: the database refuses to change or remove an entry. Every method runs in the caller's transaction. */
@Dependent
public class AuditRepository {
    private static final String INSERT =
            "INSERT INTO audit (tenant, at, actor, action, subject, reason, before, after) "
                    + "VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String ROW = "a.id, a.tenant, a.at, a.actor, a.action, a.subject, a.reason, a.before, a.after";

    private final SqlSession session;

    @Inject
    public AuditRepository(SqlSession session) {
        this.session = session;
    }

    public void append(AuditEntry entry) {
        session.update(INSERT, s -> bind(s, entry));
    }

    /** In their order. */
    public void appendAll(List<AuditEntry> entries) {
        session.updateEach(INSERT, entries, AuditRepository::bind);
    }

    /** The subject's entries, oldest first. */
    public List<AuditEntry> of(String subject) {
        return session.query(
                "SELECT " + ROW + " FROM audit a WHERE subject = ? ORDER BY id",
                s -> s.setString(1, subject),
                AuditRepository::entry);
    }

    public List<AuditRow> list(AuditQuery query) {
        String order = query.newestFirst() ? "DESC" : "ASC";
        return session.query(
                "SELECT " + ROW + ", l.seq, l.hash FROM audit a LEFT JOIN audit_link l ON l.id = a.id"
                        + " WHERE (?::text IS NULL OR a.tenant = ?) AND (?::text IS NULL OR a.actor = ?)"
                        + " AND (?::text IS NULL OR a.action = ?)"
                        + " AND (?::text IS NULL OR a.subject = ? OR (right(?, 1) = '/' AND starts_with(a.subject, ?)))"
                        + " AND a.at >= coalesce(?::timestamptz, '-infinity') AND a.at < coalesce(?::timestamptz, 'infinity')"
                        + " AND a.id " + (query.newestFirst() ? "<" : ">") + " ? ORDER BY a.id " + order + " LIMIT ?",
                s -> {
                    int next = 1;
                    next = twice(s, next, query.tenant());
                    next = twice(s, next, query.actor());
                    next = twice(s, next, query.action());
                    next = twice(s, next, query.subject());
                    next = twice(s, next, query.subject());
                    s.setTimestamp(next++, Columns.timestampOrNull(query.from()));
                    s.setTimestamp(next++, Columns.timestampOrNull(query.until()));
                    @Nullable Long after = query.after();
                    s.setLong(next++, after != null ? after : query.newestFirst() ? Long.MAX_VALUE : Long.MIN_VALUE);
                    s.setInt(next, query.limit());
                },
                AuditRepository::row);
    }

    static AuditEntry entry(ResultSet row) throws SQLException {
        return new AuditEntry(
                row.getString("tenant"),
                Columns.requiredInstant(row, "at"),
                row.getString("actor"),
                row.getString("action"),
                row.getString("subject"),
                row.getString("reason"),
                row.getString("before"),
                row.getString("after"));
    }

    private static AuditRow row(ResultSet row) throws SQLException {
        long seq = row.getLong("seq");
        boolean sealed = !row.wasNull();
        return new AuditRow(
                row.getLong("id"),
                entry(row),
                sealed ? seq : null,
                sealed ? HexFormat.of().formatHex(row.getBytes("hash")) : null);
    }

    private static void bind(PreparedStatement s, AuditEntry entry) throws SQLException {
        s.setString(1, entry.tenant());
        s.setTimestamp(2, Columns.timestamp(entry.at()));
        s.setString(3, entry.actor());
        s.setString(4, entry.action());
        s.setString(5, entry.subject());
        s.setString(6, entry.reason());
        Columns.setJson(s, 7, entry.before());
        Columns.setJson(s, 8, entry.after());
    }

    private static int twice(PreparedStatement s, int at, @Nullable String value) throws SQLException {
        s.setString(at, value);
        s.setString(at + 1, value);
        return at + 2;
    }
}
