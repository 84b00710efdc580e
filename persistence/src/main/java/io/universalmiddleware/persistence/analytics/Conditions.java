package io.universalmiddleware.persistence.analytics;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The conditions of a statement that is put together, and their values in order. */
final class Conditions {
    private final StringBuilder sql = new StringBuilder();
    private final List<Object> values = new ArrayList<>();

    /** Adds a condition. @param condition with a question mark for each value */
    Conditions and(String condition, Object... of) {
        sql.append(sql.isEmpty() ? "" : " AND ").append(condition);
        values.addAll(List.of(of));
        return this;
    }

    /** Adds a condition unless its value is null. */
    Conditions andIf(@Nullable Object value, String condition) {
        return value == null ? this : and(condition, value);
    }

    Conditions andStatus(TrafficQuery.@Nullable StatusRange status) {
        return status == null ? this : and("status BETWEEN ? AND ?", status.from(), status.to());
    }

    /** The condition, all of them together. */
    String sql() {
        return sql.toString();
    }

    /** Binds the values from a place on; answers the last that was used. */
    int bind(PreparedStatement statement, int before) throws SQLException {
        int i = before;
        for (Object value : values) {
            statement.setObject(++i, value);
        }
        return i;
    }
}
