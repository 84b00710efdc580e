package io.universalmiddleware.persistence.outbox;

import io.universalmiddleware.persistence.postgres.SqlSession.Binding;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The outbox as its relays see it: what a cursor has not passed yet, by sequence number.
 *
 * <p>A row is new to a cursor if its transaction began after the cursor's snapshot or was running in it, so that nothing
 * is missed when transactions commit in another order than they began, and nothing is read twice however long one of them
 * runs. A backlog is cut into pages inside a fixed window, so that draining it costs no more than reading it once.
 */
public final class RelayRepository {
    private static final String CUT = """
            SELECT p.*, count(*) OVER () AS found,
                   sum(octet_length(data)) OVER (ORDER BY seq) - octet_length(data) AS bytes_before
            """;
    private static final String POLL = """
            SELECT s.snapshot, r.*, extract(epoch FROM clock_timestamp() - r.created_at) * 1e6 AS age_micros
            FROM (SELECT pg_current_snapshot()::text AS snapshot) s LEFT JOIN LATERAL (
            """ + CUT + """
                FROM (SELECT w.* FROM (
                          SELECT * FROM outbox WHERE xid >= pg_snapshot_xmax(?::pg_snapshot)
                          UNION ALL
                          SELECT * FROM outbox WHERE xid = ANY (ARRAY(SELECT pg_snapshot_xip(?::pg_snapshot)))) w
                      WHERE lane / 16 = ANY (?) ORDER BY seq LIMIT ?) p) r ON r.bytes_before < ?
            ORDER BY r.seq
            """;
    private static final String PAGE = """
            SELECT '' AS snapshot, r.*, extract(epoch FROM clock_timestamp() - r.created_at) * 1e6 AS age_micros
            FROM (
            """ + CUT + """
                FROM (SELECT * FROM outbox
                      WHERE seq > ? AND pg_visible_in_snapshot(xid, ?::pg_snapshot)
                        AND NOT pg_visible_in_snapshot(xid, ?::pg_snapshot)
                        AND lane / 16 = ANY (?)
                      ORDER BY seq LIMIT ?) p) r
            WHERE r.bytes_before < ? ORDER BY r.seq
            """;

    private final RelayConnection connection;
    private final int rows;
    private final int bytes;

    /**
     * @param rows a page holds at most so many
     * @param bytes a page ends with the row that reaches so many bytes of data
     */
    public RelayRepository(RelayConnection connection, int rows, int bytes) {
        this.connection = connection;
        this.rows = rows;
        this.bytes = bytes;
    }

    /**
     * Reads the next page of each cursor. Cursors without a window are read in one snapshot, so they meet once they have
     * nothing left.
     *
     * @param cursors the shards that stand at each cursor
     */
    public Map<OutboxCursor, OutboxPage> next(Map<OutboxCursor, List<Integer>> cursors) {
        Map<OutboxCursor, OutboxPage> pages = new LinkedHashMap<>();
        Runnable reads = () -> cursors.forEach((cursor, shards) -> pages.put(cursor, next(cursor, shards)));
        if (cursors.size() > 1) {
            connection.inOneSnapshot(reads);
        } else {
            reads.run();
        }
        return pages;
    }

    private OutboxPage next(OutboxCursor cursor, Collection<Integer> shards) {
        return cursor.target() == null
                ? read(POLL, s -> {
                    s.setString(1, cursor.snapshot());
                    s.setString(2, cursor.snapshot());
                    s.setArray(3, connection.array("int4", shards.toArray()));
                    s.setInt(4, rows);
                    s.setInt(5, bytes);
                })
                : read(PAGE, s -> {
                    s.setLong(1, cursor.lastSeq());
                    s.setString(2, cursor.target());
                    s.setString(3, cursor.snapshot());
                    s.setArray(4, connection.array("int4", shards.toArray()));
                    s.setInt(5, rows);
                    s.setInt(6, bytes);
                });
    }

    private OutboxPage read(String sql, Binding binding) {
        record Read(String snapshot, int found, @Nullable UnpublishedRow row) {}
        List<Read> read = connection.query(
                sql, binding, row -> new Read(row.getString("snapshot"), row.getInt("found"), unpublished(row)));
        List<UnpublishedRow> page = read.stream()
                .flatMap(r -> r.row() == null ? java.util.stream.Stream.empty() : java.util.stream.Stream.of(r.row()))
                .toList();
        int found = read.isEmpty() ? 0 : read.get(0).found();
        String snapshot = read.isEmpty() ? "" : read.get(0).snapshot();
        return new OutboxPage(snapshot, page, found < rows && found == page.size());
    }

    private static @Nullable UnpublishedRow unpublished(ResultSet row) throws SQLException {
        long seq = row.getLong("seq");
        return row.wasNull()
                ? null
                : new UnpublishedRow(
                        seq,
                        row.getString("topic"),
                        row.getString("record_key"),
                        row.getString("headers"),
                        row.getString("data"),
                        Duration.of(row.getLong("age_micros"), ChronoUnit.MICROS));
    }
}
