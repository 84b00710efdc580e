package io.universalmiddleware.persistence.outbox;

import java.time.Duration;

/**
 * What waits in the outbox, over all relays.
 *
 * @param depth rows not known to be published; counting ends at {@value #MOST}
 * @param age the time since the oldest of them was appended; zero if there is none
 */
public record OutboxBacklog(long depth, Duration age) {
    static final int MOST = 100_000;

    private static final String MEASURE = """
            SELECT count(*), coalesce(extract(epoch FROM clock_timestamp() - min(created_at)), 0) * 1000
            FROM outbox_lease l CROSS JOIN LATERAL (
                SELECT created_at FROM (
                    SELECT * FROM outbox WHERE xid >= pg_snapshot_xmax(l.cursor)
                    UNION ALL
                    SELECT * FROM outbox WHERE xid = ANY (ARRAY(SELECT pg_snapshot_xip(l.cursor)))) w
                WHERE lane / 16 = l.shard
                  AND NOT (l.target IS NOT NULL AND pg_visible_in_snapshot(xid, l.target) AND seq <= l.last_seq)
                LIMIT 12500) waiting
            """;

    /** Measures; the cost grows with the depth. */
    public static OutboxBacklog measure(RelayConnection connection) {
        return connection
                .query(MEASURE, s -> {}, row -> new OutboxBacklog(row.getLong(1), Duration.ofMillis(row.getLong(2))))
                .get(0);
    }
}
