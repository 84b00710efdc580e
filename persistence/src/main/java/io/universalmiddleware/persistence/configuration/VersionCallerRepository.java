package io.universalmiddleware.persistence.configuration;

import io.universalmiddleware.persistence.postgres.Columns;
import io.universalmiddleware.persistence.postgres.SqlSession;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;

/** Who calls versions that are to end, as all nodes have told together. Every method runs in the caller's transaction. */
@Dependent
public class VersionCallerRepository {
    private static final long LOCK = 0x756d_7665_7273_6e73L;

    private final SqlSession session;

    /**
     * A caller of a version.
     *
     * @param calls counted by one node since it told last, or by all of them
     */
    public record VersionCaller(
            String tenant, String route, String version, String caller, long calls, Instant first, Instant last) {}

    @Inject
    public VersionCallerRepository(SqlSession session) {
        this.session = session;
    }

    /**
     * Adds the calls that one node counted.
     *
     * @param most how many callers of a version are told apart
     * @param others as whom those beyond it are counted
     */
    public void add(List<VersionCaller> counted, int most, String others) {
        // one node at a time: no two of them count a version's callers at once, nor wait for each other's rows
        // crosswise
        session.query("SELECT pg_advisory_xact_lock(?)", s -> s.setLong(1, LOCK), row -> true);
        session.updateEach("""
                INSERT INTO version_caller AS known
                SELECT tenant, route, version, CASE WHEN EXISTS (
                        SELECT FROM version_caller k WHERE (k.tenant, k.route, k.version, k.caller) = (n.tenant, n.route, n.version, n.caller))
                    OR (SELECT count(*) FROM version_caller k WHERE (k.tenant, k.route, k.version) = (n.tenant, n.route, n.version)) < ?
                    THEN caller ELSE ? END, calls, at, till
                FROM (VALUES (?, ?, ?, ?, ?, ?::timestamptz, ?::timestamptz)) n (tenant, route, version, caller, calls, at, till)
                ON CONFLICT (tenant, route, version, caller) DO UPDATE SET calls = known.calls + excluded.calls,
                    first_called_at = least(known.first_called_at, excluded.first_called_at),
                    last_called_at = greatest(known.last_called_at, excluded.last_called_at)
                """, counted, (s, caller) -> {
            s.setInt(1, most);
            s.setString(2, others);
            s.setString(3, caller.tenant());
            s.setString(4, caller.route());
            s.setString(5, caller.version());
            s.setString(6, caller.caller());
            s.setLong(7, caller.calls());
            s.setTimestamp(8, Columns.timestamp(caller.first()));
            s.setTimestamp(9, Columns.timestamp(caller.last()));
        });
    }

    /** Those of a tenant, the busiest first. @param most how many */
    public List<VersionCaller> of(String tenant, int most) {
        return session.query(
                """
                SELECT * FROM version_caller WHERE tenant = ? ORDER BY calls DESC, route, version, caller LIMIT ?
                """,
                s -> {
                    s.setString(1, tenant);
                    s.setInt(2, most);
                },
                row -> new VersionCaller(
                        row.getString("tenant"),
                        row.getString("route"),
                        row.getString("version"),
                        row.getString("caller"),
                        row.getLong("calls"),
                        Columns.requiredInstant(row, "first_called_at"),
                        Columns.requiredInstant(row, "last_called_at")));
    }

    /** Forgets who has not called since. */
    public void forget(Instant before) {
        session.update(
                "DELETE FROM version_caller WHERE last_called_at < ?",
                s -> s.setTimestamp(1, Columns.timestamp(before)));
    }
}
