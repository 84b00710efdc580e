package io.universalmiddleware.bench.loop;

import io.universalmiddleware.bench.stack.Sql;
import io.universalmiddleware.stores.PostgresStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** How long the commands of the last seconds took from one place to the next, by the platform's own records. */
final class Hops {
    private static final List<String> NAMES = List.of(
            "accepted → published",
            "→ started",
            "→ finished",
            "→ event published",
            "→ taken by the updater",
            "→ row written",
            "→ pushed",
            "accepted → pushed");
    private static final String QUERY = """
        WITH way AS (
            SELECT c.accepted_at, c.published_at, c.started_at, c.finished_at, v.at AS written_at, p.at AS pushed_at,
                   (v.detail->>'publishedAt')::timestamptz AS event_at, (v.detail->>'takenAt')::timestamptz AS taken_at
            FROM command c
            JOIN LATERAL (SELECT at, detail FROM timeline t WHERE t.command_id = c.id AND t.step = 'view-updated'
                          AND detail->>'view' = 'progress' ORDER BY at LIMIT 1) v ON true
            JOIN LATERAL (SELECT at FROM timeline t WHERE t.command_id = c.id AND t.step = 'pushed'
                          AND detail->>'channel' LIKE 'progress:%%' ORDER BY at LIMIT 1) p ON true
            WHERE c.type = 'gopro.CompleteLesson'
              AND c.id >= (lpad(to_hex(((extract(epoch FROM now()) - %d) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid),
        hop AS (
            SELECT h.number, extract(epoch FROM h.took) * 1000 AS millis FROM way, LATERAL (VALUES
                (1, published_at - accepted_at), (2, started_at - published_at), (3, finished_at - started_at),
                (4, event_at - finished_at), (5, taken_at - event_at), (6, written_at - taken_at),
                (7, pushed_at - written_at), (8, pushed_at - accepted_at)) AS h (number, took))
        SELECT number, percentile_cont(0.5) WITHIN GROUP (ORDER BY millis), percentile_cont(0.9) WITHIN GROUP (ORDER BY millis),
               percentile_cont(0.99) WITHIN GROUP (ORDER BY millis)
        FROM hop GROUP BY number ORDER BY number\
        """;

    private Hops() {}

    /** Milliseconds from one place to the next, for people: the median, and what 90 % and 99 % stay within. */
    static List<String> ofLast(PostgresStore postgres, long seconds) throws SQLException {
        try (Sql sql = Sql.on(postgres);
                Statement statement = sql.connection().createStatement();
                ResultSet hops = statement.executeQuery(QUERY.formatted(seconds))) {
            List<String> lines = new ArrayList<>();
            while (hops.next()) {
                lines.add("%-24s p50 %6.1f  p90 %6.1f  p99 %6.1f ms"
                        .formatted(
                                NAMES.get(hops.getInt(1) - 1),
                                hops.getDouble(2),
                                hops.getDouble(3),
                                hops.getDouble(4)));
            }
            return lines;
        }
    }
}
