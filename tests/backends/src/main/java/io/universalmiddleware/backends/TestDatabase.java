package io.universalmiddleware.backends;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** The database of one test class, made empty and dropped at its end. */
final class TestDatabase implements AutoCloseable {
    private final PostgresBackend origin;
    private final PostgresBackend fresh;
    private final String name;

    private TestDatabase(PostgresBackend origin, PostgresBackend fresh, String name) {
        this.origin = origin;
        this.fresh = fresh;
        this.name = name;
    }

    static TestDatabase create(RunningStores running) {
        PostgresBackend origin = running.postgres();
        String name = new TestPrefix().value();
        try {
            execute(origin, "create database " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "PostgreSQL at " + origin.jdbcUrl() + " gives no fresh database: " + e.getMessage(), e);
        }
        return new TestDatabase(origin, origin.database(name), name);
    }

    PostgresBackend backend() {
        return fresh;
    }

    @Override
    public void close() throws SQLException {
        execute(origin, "drop database if exists " + name + " with (force)");
    }

    private static void execute(PostgresBackend backend, String sql) throws SQLException {
        try (Connection connection = backend.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
