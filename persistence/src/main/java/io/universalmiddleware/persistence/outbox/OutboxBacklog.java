package io.universalmiddleware.persistence.outbox;

import java.time.Duration;

/**
 * What waits in the outbox, over all relays.
 *
 * @param depth rows not known to be published. Counted exactly up to 12,500 of a shard; beyond that estimated by its part of the
 *     sequence numbers given since its oldest, which is too high rather than too low
 * @param age the time since the oldest of them was appended; zero if there is none
 */
public record OutboxBacklog(long depth, Duration age) {
    private static final String MEASURE = """
            SELECT coalesce(sum(CASE WHEN rows < 12500 THEN rows ELSE greatest(rows, (s.last_value - first) / 8) END), 0),
                   coalesce(extract(epoch FROM clock_timestamp() - min(oldest)), 0) * 1000
            FROM outbox_lease l CROSS JOIN outbox_seq s CROSS JOIN LATERAL (
                SELECT count(*) AS rows, min(seq) AS first, min(created_at) AS oldest FROM (
                    SELECT seq, created_at FROM (
                        SELECT * FROM outbox WHERE xid >= pg_snapshot_xmax(l.cursor)
                        UNION ALL
                        SELECT * FROM outbox WHERE xid = ANY (ARRAY(SELECT pg_snapshot_xip(l.cursor)))) w
                    WHERE lane / 16 = l.shard
                      AND NOT (l.target IS NOT NULL AND pg_visible_in_snapshot(xid, l.target) AND seq <= l.last_seq)
                    LIMIT 12500) counted) waiting
            """;

    /** Measures; the cost grows with the depth. */
    public static OutboxBacklog measure(RelayConnection connection) {
        return connection
                .query(MEASURE, s -> {}, row -> new OutboxBacklog(row.getLong(1), Duration.ofMillis(row.getLong(2))))
                .get(0);
    }
}
