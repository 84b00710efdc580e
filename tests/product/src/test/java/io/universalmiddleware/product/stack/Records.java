package io.universalmiddleware.product.stack;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** The records are PostgreSQL's tables, read from outside to check what the platform claims. */
public record Records(DataSource source) {

    /** The first column of each row, as text. */
    public List<String> texts(String sql, Object... parameters) {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            List<String> texts = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    texts.add(rows.getString(1));
                }
            }
            return texts;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Executes a statement in a transaction of its own that stays open until the hold is closed. */
    public Hold hold(String sql) {
        try {
            Connection connection = source.getConnection();
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
            return new Hold(connection);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An open transaction with its locks. */
    public record Hold(Connection connection) implements AutoCloseable {
        @Override
        public void close() {
            try (connection) {
                connection.rollback();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    public long count(String sql, Object... parameters) {
        return Long.parseLong(texts(sql, parameters).get(0));
    }
}
