package io.universalmiddleware.persistence.outbox;

import io.universalmiddleware.persistence.postgres.PostgresSettings;
import io.universalmiddleware.persistence.postgres.SqlFault;
import io.universalmiddleware.persistence.postgres.SqlSession.Binding;
import io.universalmiddleware.persistence.postgres.SqlSession.Row;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A relay connection is a connection outside pool and global transactions, whose statements commit one by one.
 *
 * <p>Its planner is told to walk indexes, since nobody analyses a partition that is minutes old. Its commits need not
 * reach the disk: a cursor or an epoch that a crash of the server forgets makes rows be published again, never lost.
 */
public final class RelayConnection implements AutoCloseable {
    private static final String SETTINGS = """
            SET enable_seqscan = off; SET enable_bitmapscan = off; SET jit = off;
            SET max_parallel_workers_per_gather = 0; SET plan_cache_mode = force_generic_plan;
            SET synchronous_commit = off; SET TIME ZONE 'UTC'
            """;

    private static final int PATIENCE_SECONDS = 10;

    private final Connection connection;

    private RelayConnection(Connection connection) {
        this.connection = connection;
    }

    /** @throws SqlFault if none is to be had */
    public static RelayConnection open(PostgresSettings settings) {
        PGSimpleDataSource direct = new PGSimpleDataSource();
        direct.setUrl(settings.url());
        direct.setUser(settings.user());
        direct.setPassword(settings.password());
        direct.setConnectTimeout(PATIENCE_SECONDS);
        direct.setSocketTimeout(PATIENCE_SECONDS);
        direct.setTcpKeepAlive(true);
        direct.setApplicationName("um-relay");
        return open(direct);
    }

    /** @throws SqlFault if none is to be had */
    public static RelayConnection open(DataSource dataSource) {
        try {
            Connection connection = dataSource.getConnection();
            RelayConnection relay = new RelayConnection(connection);
            relay.execute(SETTINGS);
            return relay;
        } catch (SQLException failed) {
            throw new SqlFault(failed);
        }
    }

    <T> List<T> query(String sql, Binding binding, Row<T> row) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            binding.bind(statement);
            try (ResultSet rows = statement.executeQuery()) {
                List<T> read = new ArrayList<>();
                while (rows.next()) {
                    read.add(row.read(rows));
                }
                return read;
            }
        } catch (SQLException failed) {
            throw new SqlFault(failed);
        }
    }

    int update(String sql, Binding binding) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            binding.bind(statement);
            return statement.executeUpdate();
        } catch (SQLException failed) {
            throw new SqlFault(failed);
        }
    }

    void execute(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new SqlFault(failed);
        }
    }

    /** Runs statements that see one and the same snapshot. */
    void inOneSnapshot(Runnable statements) {
        execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
        statements.run();
        execute("COMMIT");
    }

    java.sql.Array array(String type, Object[] values) throws SQLException {
        return connection.createArrayOf(type, values);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException failed) {
            throw new SqlFault(failed);
        }
    }
}
