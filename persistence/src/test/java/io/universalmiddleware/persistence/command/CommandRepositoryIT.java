package io.universalmiddleware.persistence.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.backends.Backends;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.contracts.command.CommandStatus;
import io.universalmiddleware.contracts.id.AggregateRef;
import io.universalmiddleware.contracts.id.CommandId;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.id.Uuid7;
import io.universalmiddleware.persistence.TestDatabase;
import io.universalmiddleware.persistence.TestSettlements;
import io.universalmiddleware.persistence.postgres.SqlSession;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Backends.class)
class CommandRepositoryIT {
    private static final TenantId ACME = new TenantId("acme");
    private static final TenantId OTHER = new TenantId("other");
    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

    private TestDatabase database;
    private long millis = NOON.toEpochMilli();

    @BeforeEach
    void open(PostgresBackend postgres) {
        database = new TestDatabase(postgres);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void findsACommandForItsOwnTenantOnly() {
        CommandId id = accepted(ACME, "course-1");

        CommandRecord found = find(ACME, id).orElseThrow();
        assertThat(found.status()).isEqualTo(CommandStatus.ACCEPTED);
        assertThat(found.aggregate()).isEqualTo(new AggregateRef(ACME, "gopro.Course", "course-1"));
        assertThat(found.payload()).contains("Knots");
        assertThat(found.roles()).containsExactlyInAnyOrder("user", "tutor of java");
        assertThat(found.acceptedAt()).isEqualTo(NOON);
        assertThat(find(OTHER, id)).isEmpty();
    }

    @Test
    void settlesOnceAndNeverGoesBack() {
        CommandId id = accepted(ACME, "course-2");

        database.transact(s -> new CommandRepository(s).markProcessing(List.of(new Started(id, NOON, NOON))));
        assertThat(find(ACME, id).orElseThrow().status()).isEqualTo(CommandStatus.PROCESSING);
        assertThat(settle(id, CommandStatus.SUCCEEDED)).isTrue();
        assertThat(settle(id, CommandStatus.FAILED)).isFalse();
        database.transact(s -> new CommandRepository(s).markProcessing(List.of(new Started(id, NOON, NOON))));

        CommandRecord settled = find(ACME, id).orElseThrow();
        assertThat(settled.status()).isEqualTo(CommandStatus.SUCCEEDED);
        assertThat(settled.result()).contains("answer");
        assertThat(settled.attempts()).isEqualTo(1);
        assertThat(settled.finishedAt()).isEqualTo(NOON.plus(Duration.ofMillis(5)));
    }

    @Test
    void tellsWhichCommandsAreSettled() {
        CommandId open = accepted(ACME, "course-3");
        CommandId done = accepted(ACME, "course-3");
        settle(done, CommandStatus.FAILED);

        assertThat(database.<Set<CommandId>>inTransaction(
                        s -> new CommandRepository(s).settledAmong(List.of(open, done))))
                .containsExactly(done);
    }

    @Test
    void listsNewestFirstPageByPage() {
        CommandId first = accepted(ACME, "course-4");
        CommandId second = accepted(ACME, "course-4");
        CommandId third = accepted(ACME, "course-4");
        accepted(OTHER, "course-4");
        settle(second, CommandStatus.FAILED);

        assertThat(list(null, null, 2)).containsExactly(third, second);
        assertThat(list(null, second, 2)).containsExactly(first);
        assertThat(list(CommandStatus.FAILED, null, 2)).containsExactly(second);
    }

    @Test
    void aSettlementStaysOnTheCommandsPageUnlessItFailed() {
        CommandId good = accepted(ACME, "course-5");
        CommandId bad = accepted(ACME, "course-5");

        assertThat(updatesOnThePage(good, CommandStatus.SUCCEEDED)).isEqualTo(1);
        assertThat(updatesOnThePage(bad, CommandStatus.DEAD)).isZero();
    }

    /** Heap-only updates, which make no entry in any index. */
    private long updatesOnThePage(CommandId id, CommandStatus status) {
        return database.inTransaction(s -> {
            long before = heapOnlyUpdates(s);
            settle(s, id, status);
            return heapOnlyUpdates(s) - before;
        });
    }

    private static long heapOnlyUpdates(SqlSession session) {
        return session.query(
                        "SELECT n_tup_hot_upd FROM pg_stat_xact_user_tables WHERE relname = 'command'",
                        s -> {},
                        row -> row.getLong(1))
                .get(0);
    }

    private CommandId accepted(TenantId tenant, String aggregateId) {
        millis++;
        CommandId id = new CommandId(Uuid7.next(Clock.fixed(Instant.ofEpochMilli(millis), java.time.ZoneOffset.UTC)));
        database.transact(s -> new CommandRepository(s)
                .insert(new CommandRecord(
                        id,
                        new AggregateRef(tenant, "gopro.Course", aggregateId),
                        "gopro.CreateCourse",
                        1,
                        "ann",
                        Set.of("user", "tutor of java"),
                        "{\"title\":\"Knots\"}",
                        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                        NOON)));
        return id;
    }

    private boolean settle(CommandId id, CommandStatus status) {
        return database.inTransaction(s -> settle(s, id, status));
    }

    private static boolean settle(SqlSession session, CommandId id, CommandStatus status) {
        return TestSettlements.settle(
                session,
                new Settlement(id, status, 1, NOON, NOON, NOON.plus(Duration.ofMillis(5)), "{\"answer\":42}", null));
    }

    private Optional<CommandRecord> find(TenantId tenant, CommandId id) {
        return database.inTransaction(s -> new CommandRepository(s).find(tenant, id));
    }

    private List<CommandId> list(CommandStatus status, CommandId before, int limit) {
        return database.inTransaction(s -> new CommandRepository(s)
                .list(new CommandQuery(ACME, null, status, "gopro.CreateCourse", "course-4", before, limit)).stream()
                        .map(CommandRecord::id)
                        .toList());
    }
}
