package io.universalmiddleware.command.intake;

import static io.universalmiddleware.command.intake.IntakeTables.committing;
import static io.universalmiddleware.command.intake.IntakeTables.counts;
import static io.universalmiddleware.command.intake.PendingCommandFixture.ANN;
import static io.universalmiddleware.command.intake.PendingCommandFixture.pending;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.backends.WithBackends;
import io.universalmiddleware.persistence.TestDatabase;
import io.universalmiddleware.persistence.command.IdempotencyRepository;
import io.universalmiddleware.persistence.outbox.OutboxMessage;
import io.universalmiddleware.persistence.outbox.OutboxRepository;
import io.universalmiddleware.persistence.postgres.SqlFault;
import io.universalmiddleware.persistence.postgres.SqlSession;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@WithBackends
class CommittingCommandsIT {
    private static final Duration DAY = Duration.ofDays(1);

    private final PostgresBackend postgres;
    private TestDatabase database;

    CommittingCommandsIT(PostgresBackend postgres) {
        this.postgres = postgres;
    }

    @BeforeEach
    void open() {
        database = IntakeTables.emptied(postgres);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void commitsCommandKeyAndOutboxRowTogether() {
        assertThat(accept("k", "1")).isInstanceOf(Acceptance.Accepted.class);

        assertThat(counts(database)).containsExactly(1L, 1L, 1L);
    }

    @Test
    void theRowAndTheMessageCarryWhoSentItAndTheirRoles() {
        accept("k", "1");

        List<String> carried = database.inTransaction(session -> session.query(
                "SELECT c.principal, c.principal_roles, o.headers->>'ce_principal', o.headers->>'ce_principalroles'"
                        + " FROM command c CROSS JOIN outbox o",
                statement -> {},
                row -> row.getString(1) + ',' + row.getString(2) + ',' + row.getString(3) + ',' + row.getString(4)));
        assertThat(carried).containsExactly("ann,user,ann,user");
    }

    @Test
    void leavesNothingWhenTheTransactionDiesBetweenTwoWrites() {
        assertThatThrownBy(() -> database.transact(session -> {
                    OutboxRepository dying = new OutboxRepository(session, new ObjectMapper()) {
                        @Override
                        public void appendAll(List<OutboxMessage> messages) {
                            kill(session);
                            super.appendAll(messages);
                        }
                    };
                    committing(session, dying, Clock.systemUTC()).commit(List.of(pending(ANN, "k", "1")), DAY);
                }))
                .isInstanceOfSatisfying(
                        RuntimeException.class,
                        fault -> assertThat(SqlFault.isTransient(fault)).isTrue());

        assertThat(counts(database)).containsExactly(0L, 0L, 0L);
        assertThat(accept("k", "1")).isInstanceOf(Acceptance.Accepted.class);
    }

    @Test
    void anAcceptedCommandOutlivesAKilledPostgresql() {
        Acceptance first = accept("k", "1");

        postgres.kill();
        postgres.start();

        await().ignoreExceptions().until(() -> counts(database).equals(List.of(1L, 1L, 1L)));
        assertThat(accept("k", "1")).isEqualTo(new Acceptance.Replayed(((Acceptance.Accepted) first).command()));
    }

    @Test
    void tellsAKilledPostgresqlAsTransient() {
        postgres.kill();
        try {
            assertThatThrownBy(() -> accept("k", "1"))
                    .isInstanceOfSatisfying(
                            RuntimeException.class,
                            fault -> assertThat(SqlFault.isTransient(fault)).isTrue());
        } finally {
            postgres.start();
        }
        await().ignoreExceptions().until(() -> counts(database).equals(List.of(0L, 0L, 0L)));
    }

    @Test
    void theSameRequestGetsTheFirstAnswerAndAnotherIsRefused() {
        Acceptance first = accept("k", "1");

        assertThat(accept("k", "1")).isEqualTo(new Acceptance.Replayed(((Acceptance.Accepted) first).command()));
        assertThat(accept("k", "2")).isEqualTo(new Acceptance.KeyReused());
        assertThat(counts(database)).containsExactly(1L, 1L, 1L);
    }

    @Test
    void anotherTenantOrUserHasKeysOfTheirOwn() {
        accept("k", "1");

        assertThat(acceptAs(PendingCommandFixture.sender("acme", "bob"), "k", "2"))
                .isInstanceOf(Acceptance.Accepted.class);
        assertThat(acceptAs(PendingCommandFixture.sender("zeta", "ann"), "k", "3"))
                .isInstanceOf(Acceptance.Accepted.class);
    }

    @Test
    void aKeyExpires() {
        accept("k", "1");
        Instant later = Instant.now().plus(DAY).plusSeconds(1);

        Acceptance second = database.inTransaction(session -> committing(session, Clock.fixed(later, ZoneOffset.UTC))
                .commit(List.of(pending(ANN, "k", "2")), DAY)
                .get(0));

        assertThat(second).isInstanceOf(Acceptance.Accepted.class);
        boolean more = database.inTransaction(session -> new ExpiredKeys(
                        new IdempotencyRepository(session),
                        Clock.fixed(later.plus(DAY).plusSeconds(1), ZoneOffset.UTC))
                .remove());
        assertThat(more).isFalse();
        assertThat(counts(database)).containsExactly(2L, 0L, 2L);
    }

    @Test
    void doesNotWaitForARequestInFlightWithItsKey() {
        database.transact(first -> {
            committing(first, Clock.systemUTC()).commit(List.of(pending(ANN, "k", "1")), DAY);

            assertThat(accept("k", "1")).isEqualTo(new Acceptance.InFlight());
        });
        assertThat(accept("k", "1")).isInstanceOf(Acceptance.Replayed.class);
    }

    @Test
    void fiftyAtOnceWithOneKeyMakeOneCommand() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(50);
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Acceptance>> answers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            answers.add(clients.submit(() -> {
                start.await();
                Acceptance answer = accept("k", "1");
                while (answer instanceof Acceptance.InFlight) {
                    answer = accept("k", "1");
                }
                return answer;
            }));
        }
        start.countDown();
        int accepted = 0;
        for (Future<Acceptance> answer : answers) {
            accepted += answer.get() instanceof Acceptance.Accepted ? 1 : 0;
        }
        clients.shutdown();

        assertThat(accepted).isEqualTo(1);
        assertThat(counts(database)).containsExactly(1L, 1L, 1L);
    }

    @Test
    void withoutAKeyEachRequestIsNew() {
        List<Acceptance> both = commit(pending(ANN, null, "1"), pending(ANN, null, "1"));

        assertThat(both).hasOnlyElementsOfType(Acceptance.Accepted.class).doesNotHaveDuplicates();
        assertThat(counts(database)).containsExactly(2L, 0L, 2L);
    }

    @Test
    void judgesEachOfABatchOnItsOwn() {
        Acceptance before = accept("taken", "1");

        List<Acceptance> outcomes = commit(
                pending(ANN, "new", "1"),
                pending(ANN, "taken", "1"),
                pending(ANN, null, "3"),
                pending(ANN, "new", "1"),
                pending(ANN, "new", "2"),
                pending(ANN, "taken", "2"));

        Acceptance.Accepted first = (Acceptance.Accepted) outcomes.get(0);
        assertThat(outcomes).element(1).isEqualTo(new Acceptance.Replayed(((Acceptance.Accepted) before).command()));
        assertThat(outcomes).element(2).isInstanceOf(Acceptance.Accepted.class);
        assertThat(outcomes.subList(3, 6))
                .containsExactly(
                        new Acceptance.Replayed(first.command()),
                        new Acceptance.KeyReused(),
                        new Acceptance.KeyReused());
        assertThat(counts(database)).containsExactly(3L, 2L, 3L);
    }

    @Test
    void outboxRowsFollowTheBatch() {
        List<PendingCommand> batch = IntStream.range(0, 300)
                .mapToObj(i -> pending(ANN, null, Integer.toString(i)))
                .toList();

        database.transact(session -> committing(session, Clock.systemUTC()).commit(batch, DAY));

        List<String> data = database.inTransaction(
                session -> session.query("SELECT data FROM outbox ORDER BY seq", s -> {}, row -> row.getString(1)));
        assertThat(data)
                .isEqualTo(batch.stream().map(p -> p.submission().payload()).toList());
    }

    private Acceptance accept(String key, String payload) {
        return acceptAs(ANN, key, payload);
    }

    private Acceptance acceptAs(Sender sender, String key, String payload) {
        return commit(pending(sender, key, payload)).get(0);
    }

    private List<Acceptance> commit(PendingCommand... batch) {
        return database.inTransaction(
                session -> committing(session, Clock.systemUTC()).commit(List.of(batch), DAY));
    }

    /** Ends the session's server process from another connection. */
    private void kill(SqlSession session) {
        int pid = session.query("SELECT pg_backend_pid()", s -> {}, row -> row.getInt(1))
                .get(0);
        database.transact(other ->
                other.query("SELECT pg_terminate_backend(?)", s -> s.setInt(1, pid), row -> row.getBoolean(1)));
    }
}
