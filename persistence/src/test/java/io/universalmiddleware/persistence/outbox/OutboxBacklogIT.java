package io.universalmiddleware.persistence.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.backends.WithBackends;
import io.universalmiddleware.persistence.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@WithBackends
class OutboxBacklogIT {

    @Test
    void tellsHowMuchWaitsAndHowLong(PostgresBackend postgres) throws SQLException {
        try (TestDatabase database = new TestDatabase(postgres);
                RelayConnection connection = RelayConnection.open(database.dataSource());
                Appender appender = new Appender(database.dataSource())) {
            assertThat(OutboxBacklog.measure(connection)).isEqualTo(new OutboxBacklog(0, Duration.ZERO));

            appender.append("a", "1", "2").append("b", "3").commit();

            OutboxBacklog waiting = OutboxBacklog.measure(connection);
            assertThat(waiting.depth()).isEqualTo(3);
            assertThat(waiting.age()).isLessThan(Duration.ofMinutes(1));

            connection.execute("UPDATE outbox_lease SET cursor = pg_current_snapshot()");
            assertThat(OutboxBacklog.measure(connection).depth()).isZero();
        }
    }
}
