package io.universalmiddleware.bench.stack;

import io.universalmiddleware.stores.PostgresStore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A connection on which plain statements are executed, each in a transaction of its own. */
public final class Sql implements AutoCloseable {
    private final Connection connection;

    private Sql(Connection connection) {
        this.connection = connection;
    }

    public static Sql on(PostgresStore postgres) throws SQLException {
        return new Sql(postgres.dataSource().getConnection());
    }

    public void execute(String statement) throws SQLException {
        try (Statement executing = connection.createStatement()) {
            executing.execute(statement);
        }
    }

    /** The first column of the first row. */
    public long number(String query) throws SQLException {
        try (Statement executing = connection.createStatement();
                ResultSet rows = executing.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    public Connection connection() {
        return connection;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
