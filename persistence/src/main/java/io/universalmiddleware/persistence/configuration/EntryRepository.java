package io.universalmiddleware.persistence.configuration;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.contracts.rows.RowScope;
import io.universalmiddleware.persistence.postgres.Columns;
import io.universalmiddleware.persistence.postgres.SqlSession;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The entries as they stand. Every method runs in the caller's transaction. What entries need of each other is looked for among everybody's,
 * whatever the row scope.
 */
@Dependent
public class EntryRepository {
    private static final String COLUMNS =
            "id, kind, tenant, name, document, refs, claims, revision, created_at, changed_at";

    private final SqlSession session;
    private final JsonText json;

    @Inject
    public EntryRepository(SqlSession session, ObjectMapper mapper) {
        this.session = session;
        this.json = new JsonText(mapper);
    }

    public Optional<Entry> find(String kind, UUID id) {
        return one("WHERE kind = ? AND id = ?", s -> {
            s.setString(1, kind);
            s.setObject(2, id);
        });
    }

    /** As {@link #find(String, UUID)}; until the transaction ends nobody changes or removes it. */
    public Optional<Entry> hold(String kind, UUID id) {
        return one("WHERE kind = ? AND id = ? FOR SHARE", s -> {
            s.setString(1, kind);
            s.setObject(2, id);
        });
    }

    /** @param key as {@link Entry#key} */
    public Optional<Entry> find(String key) {
        return one("WHERE key = ?", s -> s.setString(1, key));
    }

    /** All entries of a tenant, or of all if it is null, in the order of their creation. */
    public List<Entry> all(@Nullable String tenant) {
        return session.query(
                "SELECT " + COLUMNS + " FROM config_entry WHERE ?::text IS NULL OR tenant = ? ORDER BY id",
                s -> {
                    s.setString(1, tenant);
                    s.setString(2, tenant);
                },
                this::read);
    }

    /** The entries of a kind that belong to any of the tenants, in the order of their creation. */
    public List<Entry> of(String kind, Collection<String> tenants) {
        return session.query(
                "SELECT " + COLUMNS + " FROM config_entry WHERE kind = ? AND tenant = ANY (?) ORDER BY id",
                s -> {
                    s.setString(1, kind);
                    Columns.setTexts(s, 2, tenants);
                },
                this::read);
    }

    /** A page of entries. */
    public List<EntryQuery.Placed> list(EntryQuery query) {
        String order = query.descending() ? "DESC" : "ASC";
        StringBuilder sql = new StringBuilder("SELECT * FROM (SELECT " + COLUMNS + ", " + sorted(query.sort())
                + " AS place FROM config_entry WHERE kind = ? AND (?::text IS NULL OR tenant = ?)");
        List<Map.Entry<String, String>> fields = List.copyOf(query.fields().entrySet());
        fields.forEach(field -> sql.append(" AND document ->> ? = ?"));
        sql.append(") AS entries ");
        EntryQuery.@Nullable Place after = query.after();
        if (after != null) {
            sql.append("WHERE (place, id) ")
                    .append(query.descending() ? '<' : '>')
                    .append(" (?::jsonb, ?) ");
        }
        sql.append("ORDER BY place ")
                .append(order)
                .append(", id ")
                .append(order)
                .append(" LIMIT ?");
        return session.query(
                sql.toString(),
                s -> bind(s, query, fields, after),
                row -> new EntryQuery.Placed(
                        read(row), new EntryQuery.Place(row.getString("place"), row.getObject("id", UUID.class))));
    }

    /** @throws io.universalmiddleware.persistence.postgres.SqlFault if there is one of its id */
    public void insertAll(List<Entry> entries) {
        session.updateEach(
                "INSERT INTO config_entry (kind, tenant, name, document, refs, claims, revision, created_at, changed_at, id) "
                        + "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                entries,
                (s, entry) -> {
                    s.setString(1, entry.kind());
                    s.setString(2, entry.tenant());
                    int i = bindChangeable(s, 2, entry);
                    s.setTimestamp(++i, Columns.timestamp(entry.createdAt()));
                    s.setTimestamp(++i, Columns.timestamp(entry.changedAt()));
                    s.setObject(++i, entry.id());
                });
    }

    /** Replaces what may change of each: name, document, references, claims, revision and time. */
    public void updateAll(List<Entry> entries) {
        session.updateEach(
                "UPDATE config_entry SET name = ?, document = ?, refs = ?, claims = ?, revision = ?, changed_at = ? "
                        + "WHERE id = ?",
                entries,
                (s, entry) -> {
                    int i = bindChangeable(s, 0, entry);
                    s.setTimestamp(++i, Columns.timestamp(entry.changedAt()));
                    s.setObject(++i, entry.id());
                });
    }

    public void deleteAll(Collection<UUID> ids) {
        session.update("DELETE FROM config_entry WHERE id = ANY (?)", s -> Columns.setUuids(s, 1, ids));
    }

    /** Which of the entries refer to what is not there. */
    public List<Missing> missing(Collection<UUID> ids) {
        return amongAll(
                """
                        SELECT e.id, r.key FROM config_entry e, unnest(e.refs) AS r (key)
                        WHERE e.id = ANY (?) AND NOT EXISTS (SELECT FROM config_entry t WHERE t.key = r.key)
                        """,
                s -> Columns.setUuids(s, 1, ids),
                row -> new Missing(row.getObject("id", UUID.class), row.getString("key")));
    }

    /** Which entries still refer to one of the keys, in the order of their keys; at most a hundred. */
    public List<InUse> using(Set<String> keys) {
        return amongAll(
                """
                        SELECT e.kind, e.tenant, e.name, r.key FROM config_entry e, unnest(e.refs) AS r (key)
                        WHERE e.refs && ? AND r.key = ANY (?) ORDER BY e.key, r.key LIMIT 100
                        """,
                s -> {
                    Columns.setTexts(s, 1, keys);
                    Columns.setTexts(s, 2, keys);
                },
                row -> new InUse(
                        row.getString("key"), row.getString("kind"), row.getString("tenant"), row.getString("name")));
    }

    /** Which of the claims, or of the keys, more than one entry has. */
    public Set<String> contested(Set<String> claims, Set<String> keys) {
        return Set.copyOf(amongAll(
                """
                        SELECT c.claim FROM config_entry e, unnest(e.claims) AS c (claim)
                        WHERE e.claims && ? AND c.claim = ANY (?) GROUP BY c.claim HAVING count(*) > 1
                        UNION ALL
                        SELECT key FROM config_entry WHERE key = ANY (?) GROUP BY key HAVING count(*) > 1
                        """,
                s -> {
                    Columns.setTexts(s, 1, claims);
                    Columns.setTexts(s, 2, claims);
                    Columns.setTexts(s, 3, keys);
                },
                row -> row.getString(1)));
    }

    /** Which of the tenants have more entries of a kind than the most. */
    public List<String> crowded(String kind, Collection<String> tenants, int most) {
        return session.query(
                """
                        SELECT tenant FROM config_entry WHERE kind = ? AND tenant = ANY (?)
                        GROUP BY tenant HAVING count(*) > ? ORDER BY tenant
                        """,
                s -> {
                    s.setString(1, kind);
                    Columns.setTexts(s, 2, tenants);
                    s.setInt(3, most);
                },
                row -> row.getString(1));
    }

    /** An entry refers to a key that no entry has. */
    public record Missing(UUID id, String key) {}

    /** An entry refers to a key. */
    public record InUse(String key, String kind, String tenant, String name) {}

    private <T> List<T> amongAll(String sql, SqlSession.Binding binding, SqlSession.Row<T> row) {
        try (RowScope.Entry all = RowScope.PLATFORM.enter()) {
            return session.query(sql, binding, row);
        }
    }

    private Optional<Entry> one(String where, SqlSession.Binding binding) {
        return session.query("SELECT " + COLUMNS + " FROM config_entry " + where, binding, this::read).stream()
                .findFirst();
    }

    private static String sorted(EntryQuery.Sort sort) {
        if (sort instanceof EntryQuery.Sort.Created) {
            return "to_jsonb(id::text)";
        }
        return sort instanceof EntryQuery.Sort.Changed
                ? "to_jsonb(revision)"
                : "coalesce((document -> ?)::jsonb, 'null'::jsonb)";
    }

    private static void bind(
            PreparedStatement s,
            EntryQuery query,
            List<Map.Entry<String, String>> fields,
            EntryQuery.@Nullable Place after)
            throws SQLException {
        int i = 0;
        if (query.sort() instanceof EntryQuery.Sort.Field field) {
            s.setString(++i, field.name());
        }
        s.setString(++i, query.kind());
        s.setString(++i, query.tenant());
        s.setString(++i, query.tenant());
        for (Map.Entry<String, String> field : fields) {
            s.setString(++i, field.getKey());
            s.setString(++i, field.getValue());
        }
        if (after != null) {
            s.setString(++i, after.value());
            s.setObject(++i, after.id());
        }
        s.setInt(++i, query.limit());
    }

    private static int bindChangeable(PreparedStatement s, int before, Entry entry) throws SQLException {
        int i = before;
        s.setString(++i, entry.name());
        Columns.setJson(s, ++i, entry.document().toString());
        Columns.setTexts(s, ++i, entry.references());
        Columns.setTexts(s, ++i, entry.claims());
        s.setLong(++i, entry.revision());
        return i;
    }

    private Entry read(ResultSet row) throws SQLException {
        return new Entry(
                row.getObject("id", UUID.class),
                row.getString("kind"),
                row.getString("tenant"),
                row.getString("name"),
                json.read(row.getString("document")),
                texts(row, "refs"),
                texts(row, "claims"),
                row.getLong("revision"),
                Columns.requiredInstant(row, "created_at"),
                Columns.requiredInstant(row, "changed_at"));
    }

    private static Set<String> texts(ResultSet row, String column) throws SQLException {
        List<String> texts = new ArrayList<>();
        for (Object text : (Object[]) row.getArray(column).getArray()) {
            texts.add(text.toString());
        }
        return Set.copyOf(texts);
    }
}
