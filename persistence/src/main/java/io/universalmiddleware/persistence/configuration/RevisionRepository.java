package io.universalmiddleware.persistence.configuration;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.contracts.rows.RowScope;
import io.universalmiddleware.persistence.postgres.Columns;
import io.universalmiddleware.persistence.postgres.SqlSession;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The revisions; the database refuses to change or remove one. Every method runs in the caller's transaction. */
@Dependent
public class RevisionRepository {
    private static final long LOCK = 0x756d_636f_6e66_6967L;
    private static final String COLUMNS = "revision, at, actor, action, note, changes";

    private final SqlSession session;
    private final JsonText json;

    @Inject
    public RevisionRepository(SqlSession session, ObjectMapper mapper) {
        this.session = session;
        this.json = new JsonText(mapper);
    }

    /** Waits until nobody else changes the configuration, and keeps others from it until the transaction ends. */
    public void lock() {
        session.query("SELECT pg_advisory_xact_lock(?)", s -> s.setLong(1, LOCK), row -> true);
    }

    /** The number of the last revision, whosever; 0 before the first. */
    public long last() {
        try (RowScope.Entry all = RowScope.PLATFORM.enter()) {
            return session.query(
                            "SELECT coalesce(max(revision), 0) FROM config_revision", s -> {}, row -> row.getLong(1))
                    .get(0);
        }
    }

    /** Appends the next revision. The transaction must hold the {@link #lock}. */
    public void append(Revision revision) {
        session.update(
                "INSERT INTO config_revision (revision, at, actor, action, note, tenants, changes) "
                        + "VALUES (?, ?, ?, ?, ?, ?, ?)",
                s -> {
                    s.setLong(1, revision.number());
                    s.setTimestamp(2, Columns.timestamp(revision.at()));
                    s.setString(3, revision.actor());
                    s.setString(4, revision.action());
                    s.setString(5, revision.note());
                    Columns.setTexts(
                            s,
                            6,
                            revision.changes().stream().map(Change::tenant).collect(Collectors.toSet()));
                    Columns.setJson(s, 7, json.write(revision.changes()));
                });
    }

    public Optional<Revision> find(long number) {
        return session
                .query(
                        "SELECT " + COLUMNS + " FROM config_revision WHERE revision = ?",
                        s -> s.setLong(1, number),
                        this::read)
                .stream()
                .findFirst();
    }

    /** The revisions after a number, in their order; at most so many. */
    public List<Revision> after(long number, int limit) {
        return session.query(
                "SELECT " + COLUMNS + " FROM config_revision WHERE revision > ? ORDER BY revision LIMIT ?",
                s -> {
                    s.setLong(1, number);
                    s.setInt(2, limit);
                },
                this::read);
    }

    /**
     * A page of revisions, last first.
     *
     * @param tenant only those that changed something of this tenant; null stands for all
     * @param before only those with a smaller number
     */
    public List<Revision> list(@Nullable String tenant, long before, int limit) {
        return session.query(
                "SELECT " + COLUMNS + " FROM config_revision WHERE revision < ? AND (?::text IS NULL OR tenants && ?) "
                        + "ORDER BY revision DESC LIMIT ?",
                s -> {
                    s.setLong(1, before);
                    s.setString(2, tenant);
                    Columns.setTexts(s, 3, tenant == null ? List.of() : List.of(tenant));
                    s.setInt(4, limit);
                },
                this::read);
    }

    private Revision read(ResultSet row) throws SQLException {
        return new Revision(
                row.getLong("revision"),
                Columns.requiredInstant(row, "at"),
                row.getString("actor"),
                row.getString("action"),
                row.getString("note"),
                json.readChanges(row.getString("changes")));
    }
}
