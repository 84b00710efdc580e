package io.universalmiddleware.persistence.analytics;

import io.universalmiddleware.persistence.postgres.SqlSession;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * The rows of counts. As many as a batch has are added to by one statement, column by column: a statement for each would cost most of
 * what writing them costs.
 */
final class CountRows {
    private final SqlSession session;

    CountRows(SqlSession session) {
        this.session = session;
    }

    /**
     * Adds to the rows of a table, in this order.
     *
     * @param counts at most one of a minute, tenant, route, origin and status
     */
    void add(String table, List<TrafficCount> counts) {
        if (counts.isEmpty()) {
            return;
        }
        // the bins are one array for all, of which each row has a part
        session.update("""
                INSERT INTO %1$s (bucket, tenant, route, origin, status, requests, received, sent, micros, bins)
                SELECT to_timestamp(c.bucket), c.tenant, c.route, c.origin, c.status, c.requests, c.received, c.sent, c.micros,
                    b.bins[c.last - c.filled + 1 : c.last]
                FROM unnest(?::bigint[], ?::text[], ?::text[], ?::text[], ?::smallint[], ?::bigint[], ?::bigint[], ?::bigint[],
                        ?::bigint[], ?::int[], ?::int[])
                    AS c (bucket, tenant, route, origin, status, requests, received, sent, micros, filled, last),
                    (SELECT ?::bigint[] AS bins) AS b
                ON CONFLICT (tenant, bucket, route, origin, status) DO UPDATE SET requests = %1$s.requests + excluded.requests,
                    received = %1$s.received + excluded.received, sent = %1$s.sent + excluded.sent,
                    micros = %1$s.micros + excluded.micros, bins = histogram_add(%1$s.bins, excluded.bins)
                """.formatted(table), s -> bind(s, counts));
    }

    private static void bind(PreparedStatement s, List<TrafficCount> counts) throws SQLException {
        int[] filled = counts.stream().mapToInt(count -> count.bins().length).toArray();
        int[] last = filled.clone();
        Arrays.parallelPrefix(last, Integer::sum);
        s.setObject(1, longs(counts, count -> count.minute().getEpochSecond()));
        texts(s, 2, counts, TrafficCount::tenant);
        texts(s, 3, counts, TrafficCount::route);
        texts(s, 4, counts, TrafficCount::origin);
        s.setObject(5, counts.stream().mapToInt(TrafficCount::status).toArray());
        s.setObject(6, longs(counts, TrafficCount::requests));
        s.setObject(7, longs(counts, TrafficCount::received));
        s.setObject(8, longs(counts, TrafficCount::sent));
        s.setObject(9, longs(counts, TrafficCount::micros));
        s.setObject(10, filled);
        s.setObject(11, last);
        s.setObject(12, bins(counts, last[last.length - 1]));
    }

    private static long[] bins(List<TrafficCount> counts, int filled) {
        long[] all = new long[filled];
        int next = 0;
        for (TrafficCount count : counts) {
            System.arraycopy(count.bins(), 0, all, next, count.bins().length);
            next += count.bins().length;
        }
        return all;
    }

    private static long[] longs(List<TrafficCount> counts, ToLongFunction<TrafficCount> value) {
        return counts.stream().mapToLong(value).toArray();
    }

    private static void texts(
            PreparedStatement s, int index, List<TrafficCount> counts, Function<TrafficCount, String> text)
            throws SQLException {
        Connection connection = s.getConnection();
        s.setArray(
                index,
                connection.createArrayOf("text", counts.stream().map(text).toArray()));
    }
}
