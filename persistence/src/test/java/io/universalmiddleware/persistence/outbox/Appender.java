package io.universalmiddleware.persistence.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;

/** A transaction that appends rows and commits when it is told to. */
final class Appender implements AutoCloseable {
    private final Connection connection;

    Appender(DataSource dataSource) throws SQLException {
        connection = dataSource.getConnection();
        connection.setAutoCommit(false);
    }

    Appender append(String recordKey, String... data) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "INSERT INTO outbox (lane, id, topic, record_key, headers, data) VALUES (?, ?, 'events', ?, '{}', ?)")) {
            for (String text : data) {
                statement.setShort(1, Lane.of(recordKey));
                statement.setObject(2, UUID.randomUUID());
                statement.setString(3, recordKey);
                statement.setString(4, text);
                statement.addBatch();
            }
            statement.executeBatch();
        }
        return this;
    }

    void commit() throws SQLException {
        connection.commit();
    }

    void rollback() throws SQLException {
        connection.rollback();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
