package io.universalmiddleware.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.backends.WithBackends;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the comparison makes of rows as the platform writes them, and of rows that are wrong. */
@WithBackends
class AgreementIT {
    @BeforeAll
    static void makeTables(PostgresBackend postgres) throws SQLException {
        execute(postgres, "create table command(tenant text, id uuid, status text)");
        execute(
                postgres,
                "create table event(tenant text, id uuid, aggregate_type text, aggregate_id text, sequence bigint,"
                        + " type text, command_id uuid)");
        execute(postgres, "create table view_row(tenant text, view text, key text, version bigint, body json)");
    }

    @Test
    void agreesWhenEveryAcknowledgedLessonIsThereOnce(PostgresBackend postgres) throws SQLException {
        Ledger ledger = new Ledger();
        completed(postgres, ledger, "ann:java", "basics", "succeeded");
        row(postgres, "ann:java", "{\"completed\":[\"basics\"]}");

        assertThat(agreement(postgres, ledger).postgres().complaint()).isEmpty();
        assertThat(agreement(postgres, ledger).views().complaint()).isEmpty();
    }

    @Test
    void seesACommandThatDidNotSucceed(PostgresBackend postgres) throws SQLException {
        Ledger ledger = new Ledger();
        completed(postgres, ledger, "bob:java", "basics", "failed");

        assertThat(agreement(postgres, ledger).postgres().complaint()).contains("not every");
    }

    @Test
    void seesALessonThatARowLacks(PostgresBackend postgres) throws SQLException {
        Ledger ledger = new Ledger();
        completed(postgres, ledger, "cy:java", "basics", "succeeded");
        row(postgres, "cy:java", "{\"completed\":[]}");

        assertThat(agreement(postgres, ledger).views().complaint()).contains("cy:java");
    }

    private static Agreement agreement(PostgresBackend postgres, Ledger ledger) {
        return new Agreement(new Truth(postgres.dataSource(), "demo"), ledger, java.time.Duration.ZERO);
    }

    private static void completed(PostgresBackend postgres, Ledger ledger, String key, String lesson, String status)
            throws SQLException {
        UUID command = UUID.randomUUID();
        ledger.completed(key, lesson, command);
        execute(postgres, "insert into command values ('demo', '%s', '%s')".formatted(command, status));
        execute(
                postgres,
                "insert into event values ('demo', gen_random_uuid(), 'gopro.Enrolment', '%s', 1, 'gopro.LessonCompleted', '%s')"
                        .formatted(key, command));
    }

    private static void row(PostgresBackend postgres, String key, String body) throws SQLException {
        execute(postgres, "insert into view_row values ('demo', 'progress', '%s', 1, '%s')".formatted(key, body));
    }

    private static void execute(PostgresBackend postgres, String sql) throws SQLException {
        try (Connection connection = postgres.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
