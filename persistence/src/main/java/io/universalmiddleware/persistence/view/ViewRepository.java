package io.universalmiddleware.persistence.view;

import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.id.ViewRef;
import io.universalmiddleware.persistence.postgres.Columns;
import io.universalmiddleware.persistence.postgres.Parameters;
import io.universalmiddleware.persistence.postgres.SqlSession;
import io.universalmiddleware.persistence.postgres.Statements;
import io.universalmiddleware.persistence.postgres.Statements.Answer;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

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
    private static final String SAVE = """
            UPDATE view_row r SET version = n.version, body = n.body::json, updated_at = n.updated_at
            FROM unnest(?, ?, ?, ?, ?, ?) AS n (tenant, view, key, version, body, updated_at)
            WHERE r.tenant = n.tenant AND r.view = n.view AND r.key = n.key
            """;

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
     * Locks rows until the transaction ends, in one order for all callers, and reads them; makes those that do not exist, with
     * version 0 and no body.
     */
    Answer<List<ViewRow>> lockAll(Statements to, Collection<ViewRef> refs) {
        List<ViewRef> wanted = refs.stream().distinct().toList();
        to.update(CLAIM_NEW, p -> bind(p, wanted));
        return to.query(LOCK, p -> bind(p, wanted), ViewRepository::read);
    }

    /** Saves rows that the transaction has locked. */
    void saveAll(Statements to, Collection<ViewRow> rows) {
        to.update(SAVE, p -> {
            bind(p, rows.stream().map(ViewRow::ref).toList());
            p.array("int8", rows.stream().map(ViewRow::version).toList())
                    .array("text", rows.stream().map(ViewRow::body).collect(Collectors.toList()))
                    .array(
                            "timestamptz",
                            rows.stream().map(r -> r.updatedAt().toString()).toList());
        });
    }

    private static void bind(Parameters parameters, List<ViewRef> refs) throws SQLException {
        parameters
                .array("text", refs.stream().map(r -> r.tenant().value()).toList())
                .array("text", refs.stream().map(ViewRef::view).toList())
                .array("text", refs.stream().map(ViewRef::key).toList());
    }

    private static ViewRow read(ResultSet row) throws SQLException {
        return new ViewRow(
                new ViewRef(new TenantId(row.getString("tenant")), row.getString("view"), row.getString("key")),
                row.getLong("version"),
                row.getString("body"),
                Columns.requiredInstant(row, "updated_at"));
    }
}
