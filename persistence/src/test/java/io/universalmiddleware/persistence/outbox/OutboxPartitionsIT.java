package io.universalmiddleware.persistence.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.backends.WithBackends;
import io.universalmiddleware.persistence.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@WithBackends
class OutboxPartitionsIT {
    private static final String OLD = "outbox_2020010100";

    /** Keeps all but the old one, also where an hour ends during the test. */
    private static final Duration GRACE = Duration.ofDays(365);

    private final DataSource dataSource;
    private RelayConnection connection;
    private OutboxPartitions partitions;

    OutboxPartitionsIT(PostgresBackend postgres) {
        try (TestDatabase database = new TestDatabase(postgres)) {
            dataSource = database.dataSource();
        }
    }

    @BeforeEach
    void open() {
        connection = RelayConnection.open(dataSource);
        partitions = new OutboxPartitions(connection);
        connection.execute("UPDATE outbox_lease SET cursor = pg_current_snapshot()");
        connection.execute("CREATE TABLE IF NOT EXISTS " + OLD
                + " PARTITION OF outbox FOR VALUES FROM ('2020-01-01 00:00Z') TO ('2020-01-01 01:00Z')");
    }

    @AfterEach
    void close() {
        connection.close();
    }

    @Test
    void addsWhatIsMissingAndNothingTwice() {
        assertThat(partitions.add(31)).isTrue();
        long made = count();
        assertThat(partitions.add(30)).as("those, also an hour later").isTrue();

        assertThat(count()).isEqualTo(made).isGreaterThanOrEqualTo(31);
    }

    @Test
    void dropsAnOldPartitionOnlyWhenEveryCursorHasPassedItsRows() {
        appendToOld();
        assertThat(partitions.drop(GRACE)).isZero();

        connection.execute("UPDATE outbox_lease SET cursor = pg_current_snapshot() WHERE shard < 7");
        assertThat(partitions.drop(GRACE)).isZero();

        connection.execute("UPDATE outbox_lease SET cursor = pg_current_snapshot()");
        assertThat(partitions.drop(GRACE)).isEqualTo(1);
        assertThat(exists(OLD)).isFalse();
    }

    @Test
    void keepsWhatALateTransactionMayStillWriteTo() throws SQLException {
        try (var late = dataSource.getConnection();
                var statement = late.createStatement()) {
            late.setAutoCommit(false);
            statement.execute(insertIntoOld());

            assertThat(partitions.drop(GRACE)).isZero();
            late.commit();
        }

        assertThat(partitions.drop(GRACE)).isZero();
        connection.execute("UPDATE outbox_lease SET cursor = pg_current_snapshot()");
        assertThat(partitions.drop(GRACE)).isEqualTo(1);
    }

    @Test
    void keepsThePartitionsOfTheCurrentHourAndThoseToCome() {
        partitions.add(24);

        partitions.drop(Duration.ZERO);

        for (int ahead = 0; ahead < 24; ahead++) {
            assertThat(exists(partition(ahead))).as("%d hours ahead", ahead).isTrue();
        }
    }

    /** The one of now, by the clock of the database, and so many hours. */
    private String partition(int hoursAhead) {
        return connection
                .query(
                        "SELECT 'outbox_' || to_char(clock_timestamp() AT TIME ZONE 'UTC' + make_interval(hours => ?), 'YYYYMMDDHH24')",
                        s -> s.setInt(1, hoursAhead),
                        row -> row.getString(1))
                .get(0);
    }

    private void appendToOld() {
        connection.execute(insertIntoOld());
    }

    private static String insertIntoOld() {
        return "INSERT INTO outbox (lane, created_at, id, topic, record_key, headers, data) "
                + "VALUES (0, '2020-01-01 00:30Z', '" + UUID.randomUUID() + "', 'events', 'k', '{}', '1')";
    }

    private long count() {
        return connection
                .query(
                        "SELECT count(*) FROM pg_inherits WHERE inhparent = 'outbox'::regclass",
                        s -> {},
                        row -> row.getLong(1))
                .get(0);
    }

    private boolean exists(String table) {
        return connection
                .query("SELECT to_regclass(?) IS NOT NULL", s -> s.setString(1, table), row -> row.getBoolean(1))
                .get(0);
    }
}
