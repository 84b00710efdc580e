package io.universalmiddleware.persistence.postgres;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How values stand in columns that JDBC has no type of its own for. */
public final class Columns {
    private Columns() {}

    /** An instant, from a {@code timestamptz}; null if the column is. */
    public static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        @Nullable Timestamp value = row.getTimestamp(column);
        return value == null ? null : value.toInstant();
    }

    /** An instant, from a {@code timestamptz} that is never null. */
    public static Instant requiredInstant(ResultSet row, String column) throws SQLException {
        return row.getTimestamp(column).toInstant();
    }

    public static Timestamp timestamp(Instant value) {
        return Timestamp.from(value);
    }

    public static @Nullable Timestamp timestampOrNull(@Nullable Instant value) {
        return value == null ? null : Timestamp.from(value);
    }

    /** Sets JSON text for a {@code jsonb} parameter. */
    public static void setJson(PreparedStatement statement, int index, @Nullable String json) throws SQLException {
        statement.setObject(index, json, Types.OTHER);
    }

    /** Sets a {@code uuid[]} parameter. */
    public static void setUuids(PreparedStatement statement, int index, Collection<UUID> ids) throws SQLException {
        statement.setArray(index, statement.getConnection().createArrayOf("uuid", ids.toArray()));
    }

    /** Sets an array parameter of one value of each item. */
    public static <T> void setArray(
            PreparedStatement statement, int index, String type, List<T> items, Function<T, ?> value)
            throws SQLException {
        Object[] values = items.stream().map(value).toArray();
        statement.setArray(index, statement.getConnection().createArrayOf(type, values));
    }

    /** Sets a {@code text[]} parameter. */
    public static void setTexts(PreparedStatement statement, int index, Collection<String> texts) throws SQLException {
        statement.setArray(index, statement.getConnection().createArrayOf("text", texts.toArray()));
    }
}
