package io.universalmiddleware.persistence.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.backends.Backends;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.persistence.TestDatabase;
import io.universalmiddleware.persistence.inbox.InboxRepository;
import io.universalmiddleware.persistence.postgres.SqlSession;
import io.universalmiddleware.persistence.timeline.TimelineRepository;
import io.universalmiddleware.persistence.webhook.DeliveryLogRepository;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Old rows lie behind young ones where room was used again; what a batch reads is not to depend on how many. */
@ExtendWith(Backends.class)
class ForgettingByAgeIT {
    private static final Instant BEFORE = Instant.parse("1971-01-01T00:00:00Z");
    private static final int YOUNG = 20_000;
    private static final int OLD = 10;

    private TestDatabase database;

    @BeforeEach
    void open(PostgresBackend postgres) {
        database = new TestDatabase(postgres);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void ofTheInbox() {
        fill("INSERT INTO inbox (consumer, message, seen_at) SELECT 'aged', gen_random_uuid(), at FROM %s");

        database.transact(session -> {
            long before = rowsRead(session, "inbox");
            assertThat(new InboxRepository(session).forget(BEFORE, OLD)).isEqualTo(OLD);
            assertThat(rowsRead(session, "inbox") - before).isLessThan(YOUNG);
        });
    }

    @Test
    void ofTheTimeline() {
        fill(
                "INSERT INTO timeline (command_id, at, step, detail) SELECT gen_random_uuid(), at, 'pushed', '{}' FROM %s");

        database.transact(session -> {
            long before = rowsRead(session, "timeline");
            assertThat(new TimelineRepository(session).forget(BEFORE, OLD)).isEqualTo(OLD);
            assertThat(rowsRead(session, "timeline") - before).isLessThan(YOUNG);
        });
    }

    @Test
    void ofDeliveriesAndTheirMessages() {
        fill("""
                WITH m AS (INSERT INTO webhook_message (id, tenant, type, occurred_at, body, created_at)
                           SELECT gen_random_uuid(), 'aged', 'test.Aged', now(), '{}', at FROM %s RETURNING *)
                INSERT INTO webhook_delivery (id, endpoint, message, tenant, type, occurred_at, status, due_at, created_at)
                SELECT gen_random_uuid(), id, id, tenant, type, occurred_at, 'delivered', now(), created_at FROM m\
                """);

        database.transact(session -> {
            long deliveries = rowsRead(session, "webhook_delivery");
            long messages = rowsRead(session, "webhook_message");
            assertThat(new DeliveryLogRepository(session).forget(BEFORE, OLD)).isTrue();
            assertThat(rowsRead(session, "webhook_delivery") - deliveries).isLessThan(YOUNG);
            assertThat(rowsRead(session, "webhook_message") - messages).isLessThan(YOUNG);
        });
    }

    /** Young rows, and then some that are fifty years old. */
    private void fill(String statement) {
        database.transact(session -> {
            session.update(statement.formatted(times("now()", YOUNG)), s -> {});
            session.update(
                    statement.formatted(times("'1970-01-01Z'::timestamptz + n * interval '1 ms'", OLD)), s -> {});
        });
    }

    private static String times(String time, int number) {
        return "(SELECT %s AS at FROM generate_series(1, %d) n) t".formatted(time, number);
    }

    /** By this connection, since PostgreSQL last added that up: not within a transaction. */
    private static long rowsRead(SqlSession session, String table) {
        return session.query(
                        "SELECT seq_tup_read + coalesce(idx_tup_fetch, 0) FROM pg_stat_xact_user_tables WHERE relname = ?",
                        s -> s.setString(1, table),
                        row -> row.getLong(1))
                .get(0);
    }
}
