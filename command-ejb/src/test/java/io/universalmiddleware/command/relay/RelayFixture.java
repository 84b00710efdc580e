package io.universalmiddleware.command.relay;

import io.universalmiddleware.backends.KafkaBackend;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.persistence.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** An outbox that is empty to the relays of a test, on PostgreSQL and Kafka. */
final class RelayFixture implements AutoCloseable {
    /** Longer than anything takes on a busy machine. */
    static final Duration LONG = Duration.ofMinutes(5);

    final TestDatabase database;
    final OutboxWriter outbox;
    private final PostgresBackend postgres;
    private final KafkaBackend kafka;

    RelayFixture(PostgresBackend postgres, KafkaBackend kafka) throws Exception {
        this.postgres = postgres;
        this.kafka = kafka;
        database = new TestDatabase(postgres);
        outbox = new OutboxWriter(database);
        sql("UPDATE outbox_lease SET owner = NULL, leased_until = '-infinity', cursor = pg_current_snapshot(), "
                + "target = NULL, last_seq = 0");
        sql("DELETE FROM outbox_relay");
        new TopicCreation(RelaySettingsFixture.settings(kafka.bootstrapServers(), kafka.topicPrefix(), 10)).create();
    }

    @Override
    public void close() {
        database.close();
    }

    /** A relay of small pages, whose leases are short. */
    RunningRelay relay() {
        return relay(settings(50));
    }

    RunningRelay relay(RelaySettings settings) {
        return new RunningRelay(postgres, settings);
    }

    RelaySettings settings(int pageRows) {
        return RelaySettingsFixture.settings(kafka.bootstrapServers(), kafka.topicPrefix(), pageRows);
    }

    RelaySettings settings(int pageRows, Duration lease) {
        return RelaySettingsFixture.settings(
                kafka.bootstrapServers(), kafka.topicPrefix(), pageRows, lease, Duration.ofSeconds(30));
    }

    /** As if the leases of relays that died had run out. */
    void endLeases() throws SQLException {
        sql("UPDATE outbox_lease SET leased_until = '-infinity'");
        sql("DELETE FROM outbox_relay");
    }

    /** How many shards each relay has. */
    List<Integer> shardsByOwner() throws SQLException {
        List<Integer> counts = new ArrayList<>();
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT count(*) FROM outbox_lease WHERE leased_until > now() GROUP BY owner")) {
            while (rows.next()) {
                counts.add(rows.getInt(1));
            }
        }
        return counts;
    }

    /** The sum of the shards' epochs, which grow as they change hands. */
    long epochs() throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT sum(epoch) FROM outbox_lease")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private void sql(String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
