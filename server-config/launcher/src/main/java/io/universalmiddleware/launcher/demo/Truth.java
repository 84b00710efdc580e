package io.universalmiddleware.launcher.demo;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import javax.sql.DataSource;

/** What PostgreSQL says about commands, events and rows of views; it is what all else is compared with. */
final class Truth {
    private final DataSource source;
    private final String tenant;

    Truth(DataSource source, String tenant) {
        this.source = source;
        this.tenant = tenant;
    }

    /** An event of an aggregate's stream. */
    record Event(UUID id, String aggregate, long sequence, String type, UUID command) {}

    /** A row of a view. */
    record Row(long version, String body) {}

    /** How many of the commands have each status. */
    Map<String, Long> statuses(Collection<UUID> commands) {
        String sql = "select status, count(*) from command where tenant = ? and id = any(?) group by status";
        Map<String, Long> statuses = new TreeMap<>();
        query(sql, "uuid", commands, row -> statuses.put(row.getString(1), row.getLong(2)));
        return statuses;
    }

    /** The commands' events, by aggregate in the order of its stream. */
    List<Event> events(Collection<UUID> commands) {
        String sql = "select id, aggregate_type || '/' || aggregate_id, sequence, type, command_id from event"
                + " where tenant = ? and command_id = any(?) order by 2, 3";
        List<Event> events = new ArrayList<>();
        query(
                sql,
                "uuid",
                commands,
                row -> events.add(new Event(
                        row.getObject(1, UUID.class),
                        row.getString(2),
                        row.getLong(3),
                        row.getString(4),
                        row.getObject(5, UUID.class))));
        return events;
    }

    /** The rows of the view {@code progress}, by key. */
    Map<String, Row> progress(Collection<String> keys) {
        String sql = "select key, version, body from view_row where tenant = ? and key = any(?) and view = 'progress'";
        Map<String, Row> rows = new HashMap<>();
        query(sql, "text", keys, row -> rows.put(row.getString(1), new Row(row.getLong(2), row.getString(3))));
        return rows;
    }

    private void query(String sql, String type, Collection<?> ids, Reading reading) {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            Array array = connection.createArrayOf(type, ids.toArray());
            statement.setString(1, tenant);
            statement.setArray(2, array);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    reading.row(rows);
                }
            }
        } catch (SQLException e) {
            throw new DemoException("PostgreSQL cannot be asked: " + e.getMessage(), e);
        }
    }

    @FunctionalInterface
    private interface Reading {
        void row(ResultSet row) throws SQLException;
    }
}
