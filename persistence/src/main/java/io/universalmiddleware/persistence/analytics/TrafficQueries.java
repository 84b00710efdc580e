package io.universalmiddleware.persistence.analytics;

import io.universalmiddleware.persistence.analytics.TrafficQuery.Dimension;
import io.universalmiddleware.persistence.postgres.Columns;
import io.universalmiddleware.persistence.postgres.SqlSession;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Answers questions about the traffic, each within a bounded time; one that takes longer fails with SQLSTATE 57014. Every method runs in the
 * caller's transaction.
 */
@Dependent
public class TrafficQueries {
    private static final String LOG_COLUMNS =
            "expires, seq, at, tenant, route, origin, target, method, path, status, micros, received, "
                    + "sent, cache, user_name, key_id, client, request_id, trace_id, reason, detail";

    private final SqlSession session;

    @Inject
    public TrafficQueries(SqlSession session) {
        this.session = session;
    }

    /** Bounds what follows in this transaction. */
    public void within(Duration bound) {
        session.query(
                "SELECT set_config('statement_timeout', ?, true)",
                s -> s.setString(1, Long.toString(bound.toMillis())),
                row -> true);
    }

    /** The points of each group, the group with the most requests first, each group's in the order of time. */
    public List<TrafficPoint> points(TrafficQuery query) {
        Conditions where = new Conditions()
                .and("bucket >= ?", Columns.timestamp(query.from()))
                .and("bucket < ?", Columns.timestamp(query.to()))
                .andIf(query.tenant(), "tenant = ?")
                .andIf(query.route(), "route = ?")
                .andIf(query.origin(), "origin = ?")
                .andStatus(query.status());
        String sql = """
                WITH found AS MATERIALIZED (
                    SELECT %s AS at, %s AS tenant, %s AS route, %s AS origin, %s AS status, status AS answered,
                        requests, received, sent, micros, bins
                    FROM %s WHERE %s
                ), top AS (
                    SELECT tenant, route, origin, status, sum(requests) AS weight FROM found GROUP BY 1, 2, 3, 4
                    ORDER BY weight DESC, tenant, route, origin, status LIMIT ?
                ), points AS (
                    SELECT at, tenant, route, origin, status, weight, sum(requests) AS requests,
                        coalesce(sum(requests) FILTER (WHERE answered BETWEEN 400 AND 499), 0) AS client_errors,
                        coalesce(sum(requests) FILTER (WHERE answered >= 500), 0) AS server_errors,
                        sum(received) AS received, sum(sent) AS sent, sum(micros) AS micros
                    FROM found JOIN top USING (tenant, route, origin, status) GROUP BY 1, 2, 3, 4, 5, 6
                ), binned AS (
                    SELECT at, tenant, route, origin, status, array_agg((bin << 44) | n ORDER BY bin) AS bins FROM (
                        SELECT at, tenant, route, origin, status, e >> 44 AS bin, sum(e & 17592186044415)::bigint AS n
                        FROM found JOIN top USING (tenant, route, origin, status), unnest(found.bins) AS e
                        GROUP BY 1, 2, 3, 4, 5, 6) AS counted
                    GROUP BY 1, 2, 3, 4, 5
                )
                SELECT points.*, coalesce(binned.bins, '{}') AS bins
                FROM points LEFT JOIN binned USING (at, tenant, route, origin, status)
                ORDER BY weight DESC, tenant, route, origin, status, at
                """.formatted(
                query.step().isZero()
                        ? "?::timestamptz"
                        : "date_bin(make_interval(secs => " + query.step().toSeconds() + "), bucket, ?::timestamptz)",
                column(query, Dimension.TENANT, "''"),
                column(query, Dimension.ROUTE, "''"),
                column(query, Dimension.ORIGIN, "''"),
                column(query, Dimension.STATUS, "0"),
                query.hours() ? "traffic_hour" : "traffic_minute",
                where.sql());
        return session.query(
                sql,
                s -> {
                    s.setTimestamp(1, Columns.timestamp(query.from()));
                    int last = where.bind(s, 1);
                    s.setInt(last + 1, query.groups());
                },
                TrafficQueries::point);
    }

    /**
     * Who asked most, most requests first; ranks are those of the answer.
     *
     * @param tenant null for those of all
     * @param kind as in {@link TopPlace}
     * @param from the beginning of an hour
     */
    public List<TopPlace> top(@Nullable String tenant, String kind, Instant from, Instant to, int limit) {
        Conditions where = new Conditions()
                .and("bucket >= ?", Columns.timestamp(from))
                .and("bucket < ?", Columns.timestamp(to))
                .and("kind = ?", kind)
                .andIf(tenant, "tenant = ?");
        int[] rank = {0};
        return session.query(
                """
                SELECT tenant, asker, sum(requests) AS requests, sum(failures) AS failures, sum(bytes) AS bytes, sum(over) AS over
                FROM traffic_top WHERE %s GROUP BY tenant, asker ORDER BY requests DESC, tenant, asker LIMIT ?
                """.formatted(where.sql()),
                s -> s.setInt(where.bind(s, 0) + 1, limit),
                row -> new TopPlace(
                        from,
                        row.getString("tenant"),
                        kind,
                        rank[0]++,
                        row.getString("asker"),
                        row.getLong("requests"),
                        row.getLong("failures"),
                        row.getLong("bytes"),
                        row.getLong("over")));
    }

    /** A page of the log, latest first. What may go by now is not in it. */
    public List<LoggedRequest> log(LogQuery query) {
        Conditions where = new Conditions()
                .and("expires > now()")
                .and("expires > ?", Columns.timestamp(query.from()))
                .and("at >= ?", Columns.timestamp(query.from()))
                .and("at < ?", Columns.timestamp(query.to()))
                .andIf(query.tenant(), "tenant = ?")
                .andIf(query.route(), "route = ?")
                .andIf(query.origin(), "origin = ?")
                .andStatus(query.status())
                .andIf(query.method(), "method = ?")
                .andIf(query.path(), "starts_with(path, ?)")
                .andIf(query.leastMicros() > 0 ? query.leastMicros() : null, "micros >= ?")
                .andIf(query.client(), "client = ?")
                .andIf(query.requestId(), "request_id = ?")
                .andIf(query.traceId(), "trace_id = ?");
        String caller = query.caller();
        if (caller != null) {
            where.and("(user_name = ? OR key_id = ?)", caller, caller);
        }
        LogQuery.Place after = query.after();
        if (after != null) {
            where.and("(at, seq) < (?, ?)", Columns.timestamp(after.at()), after.seq());
        }
        return session.query(
                "SELECT " + LOG_COLUMNS + " FROM request_log WHERE " + where.sql()
                        + " ORDER BY at DESC, seq DESC LIMIT ?",
                s -> s.setInt(where.bind(s, 0) + 1, query.limit()),
                TrafficQueries::logged);
    }

    private static String column(TrafficQuery query, Dimension dimension, String otherwise) {
        return query.by().contains(dimension) ? dimension.name().toLowerCase(Locale.ROOT) : otherwise;
    }

    private static TrafficPoint point(ResultSet row) throws SQLException {
        return new TrafficPoint(
                Columns.requiredInstant(row, "at"),
                row.getString("tenant"),
                row.getString("route"),
                row.getString("origin"),
                row.getInt("status"),
                row.getLong("requests"),
                row.getLong("client_errors"),
                row.getLong("server_errors"),
                row.getLong("received"),
                row.getLong("sent"),
                row.getLong("micros"),
                bins(row.getArray("bins")));
    }

    private static long[] bins(Array array) throws SQLException {
        Object[] values = (Object[]) array.getArray();
        long[] bins = new long[values.length];
        for (int i = 0; i < values.length; i++) {
            bins[i] = ((Number) values[i]).longValue();
        }
        return bins;
    }

    private static LoggedRequest logged(ResultSet row) throws SQLException {
        return new LoggedRequest(
                Columns.requiredInstant(row, "expires"),
                row.getLong("seq"),
                Columns.requiredInstant(row, "at"),
                row.getString("tenant"),
                row.getString("route"),
                row.getString("origin"),
                row.getString("target"),
                row.getString("method"),
                row.getString("path"),
                row.getInt("status"),
                row.getLong("micros"),
                row.getLong("received"),
                row.getLong("sent"),
                row.getString("cache"),
                row.getString("user_name"),
                row.getString("key_id"),
                row.getString("client"),
                row.getString("request_id"),
                row.getString("trace_id"),
                row.getString("reason"),
                row.getString("detail"));
    }
}
