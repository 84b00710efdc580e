package io.universalmiddleware.persistence.view;

import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.id.ViewRef;
import io.universalmiddleware.persistence.postgres.Columns;
import io.universalmiddleware.persistence.postgres.SqlSession;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rows of every view. Every method runs in the caller's transaction. */
@Dependent
public class ViewRepository {
    private static final String LOCK = """
            SELECT tenant, view, key, version, body, updated_at FROM view_row
            WHERE (tenant, view, key) IN (SELECT * FROM unnest(?, ?, ?))
            ORDER BY tenant COLLATE "C", view COLLATE "C", key COLLATE "C" FOR UPDATE
            """;
    private static final String CLAIM_NEW = """
            INSERT INTO view_row (tenant, view, key, version, body, updated_at)
            SELECT t, v, k, 0, NULL, now() FROM unnest(?, ?, ?) AS n (t, v, k)
            ORDER BY t COLLATE "C", v COLLATE "C", k COLLATE "C"
            ON CONFLICT DO NOTHING
            """;
    private static final String SAVE =
            "UPDATE view_row SET version = ?, body = ?, updated_at = ? WHERE tenant = ? AND view = ? AND key = ?";

    private final SqlSession session;

    @Inject
    public ViewRepository(SqlSession session) {
        this.session = session;
    }

    /** The row, deleted ones included; empty if there never was one. */
    public Optional<ViewRow> find(ViewRef ref) {
        return session
                .query(
                        "SELECT tenant, view, key, version, body, updated_at FROM view_row "
                                + "WHERE tenant = ? AND view = ? AND key = ? AND version > 0",
                        s -> {
                            s.setString(1, ref.tenant().value());
                            s.setString(2, ref.view());
                            s.setString(3, ref.key());
                        },
                        ViewRepository::read)
                .stream()
                .findFirst();
    }

    /**
     * Locks rows until the transaction ends, in one order for all callers, and reads them. Call it once in a
     * transaction: a second call could deadlock with another caller's.
     *
     * @return every row asked for; one that did not exist has version 0 and no body
     */
    public Map<ViewRef, ViewRow> lockAll(Collection<ViewRef> refs) {
        List<ViewRef> wanted = refs.stream().distinct().toList();
        session.update(CLAIM_NEW, s -> bind(s, wanted));
        Map<ViewRef, ViewRow> locked = new LinkedHashMap<>();
        session.query(LOCK, s -> bind(s, wanted), ViewRepository::read).forEach(row -> locked.put(row.ref(), row));
        return locked;
    }

    /** Saves rows that the transaction has locked. */
    public void saveAll(Collection<ViewRow> rows) {
        session.updateEach(SAVE, List.copyOf(rows), (s, row) -> {
            s.setLong(1, row.version());
            Columns.setJson(s, 2, row.body());
            s.setTimestamp(3, Columns.timestamp(row.updatedAt()));
            s.setString(4, row.ref().tenant().value());
            s.setString(5, row.ref().view());
            s.setString(6, row.ref().key());
        });
    }

    private static void bind(java.sql.PreparedStatement s, List<ViewRef> refs) throws SQLException {
        Columns.setTexts(s, 1, refs.stream().map(r -> r.tenant().value()).toList());
        Columns.setTexts(s, 2, refs.stream().map(ViewRef::view).toList());
        Columns.setTexts(s, 3, refs.stream().map(ViewRef::key).toList());
    }

    private static ViewRow read(ResultSet row) throws SQLException {
        return new ViewRow(
                new ViewRef(new TenantId(row.getString("tenant")), row.getString("view"), row.getString("key")),
                row.getLong("version"),
                row.getString("body"),
                Columns.requiredInstant(row, "updated_at"));
    }
}
