package io.universalmiddleware.command.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.backends.WithBackends;
import io.universalmiddleware.contracts.command.OutboxAppended;
import io.universalmiddleware.contracts.id.AggregateRef;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.trace.TraceContext;
import io.universalmiddleware.persistence.TestDatabase;
import io.universalmiddleware.persistence.command.CommandRepository;
import io.universalmiddleware.persistence.command.IdempotencyRepository;
import io.universalmiddleware.persistence.outbox.OutboxMessage;
import io.universalmiddleware.persistence.outbox.OutboxRepository;
import io.universalmiddleware.persistence.postgres.SqlFault;
import io.universalmiddleware.persistence.postgres.SqlSession;
import jakarta.enterprise.event.Event;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@WithBackends
class AcceptingCommandIT {
    private static final Sender ANN = new Sender(new TenantId("acme"), "ann", TraceContext.start());
    private static final Duration DAY = Duration.ofDays(1);

    private final PostgresBackend postgres;
    private TestDatabase database;

    AcceptingCommandIT(PostgresBackend postgres) {
        this.postgres = postgres;
    }

    @BeforeEach
    void open() {
        database = new TestDatabase(postgres);
        database.transact(session -> {
            session.update("DELETE FROM command", s -> {});
            session.update("DELETE FROM outbox", s -> {});
            session.update("DELETE FROM idempotency_key", s -> {});
        });
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void commitsCommandKeyAndOutboxRowTogether() {
        assertThat(accept("k", "1")).isInstanceOf(Acceptance.Accepted.class);

        assertThat(counts()).containsExactly(1L, 1L, 1L);
    }

    @Test
    void leavesNothingWhenTheTransactionDiesBetweenTwoWrites() {
        assertThatThrownBy(() -> database.transact(session -> {
                    OutboxRepository dying = new OutboxRepository(session, new ObjectMapper()) {
                        @Override
                        public void append(OutboxMessage message) {
                            kill(session);
                            super.append(message);
                        }
                    };
                    accepting(session, dying, Clock.systemUTC()).accept(submission("1"), ANN, key("k"), DAY);
                }))
                .isInstanceOfSatisfying(
                        RuntimeException.class,
                        fault -> assertThat(SqlFault.isTransient(fault)).isTrue());

        assertThat(counts()).containsExactly(0L, 0L, 0L);
        assertThat(accept("k", "1")).isInstanceOf(Acceptance.Accepted.class);
    }

    @Test
    void anAcceptedCommandOutlivesAKilledPostgresql() {
        Acceptance first = accept("k", "1");

        postgres.kill();
        postgres.start();

        await().ignoreExceptions().until(() -> counts().equals(List.of(1L, 1L, 1L)));
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
        await().ignoreExceptions().until(() -> counts().equals(List.of(0L, 0L, 0L)));
    }

    @Test
    void theSameRequestGetsTheFirstAnswerAndAnotherIsRefused() {
        Acceptance first = accept("k", "1");

        assertThat(accept("k", "1")).isEqualTo(new Acceptance.Replayed(((Acceptance.Accepted) first).command()));
        assertThat(accept("k", "2")).isEqualTo(new Acceptance.KeyReused());
        assertThat(counts()).containsExactly(1L, 1L, 1L);
    }

    @Test
    void anotherTenantOrUserHasKeysOfTheirOwn() {
        accept("k", "1");

        assertThat(acceptAs(new Sender(ANN.tenant(), "bob", ANN.trace()), "k", "2"))
                .isInstanceOf(Acceptance.Accepted.class);
        assertThat(acceptAs(new Sender(new TenantId("zeta"), "ann", ANN.trace()), "k", "3"))
                .isInstanceOf(Acceptance.Accepted.class);
    }

    @Test
    void aKeyExpires() {
        Instant later = Instant.now().plus(DAY).plusSeconds(1);
        accept("k", "1");

        Acceptance second = database.inTransaction(session ->
                accepting(session, Clock.fixed(later, ZoneOffset.UTC)).accept(submission("2"), ANN, key("k"), DAY));

        assertThat(second).isInstanceOf(Acceptance.Accepted.class);
        boolean more = database.inTransaction(session -> new ExpiredKeys(
                        new IdempotencyRepository(session),
                        Clock.fixed(later.plus(DAY).plusSeconds(1), ZoneOffset.UTC))
                .remove());
        assertThat(more).isFalse();
        assertThat(counts()).containsExactly(2L, 0L, 2L);
    }

    @Test
    void doesNotWaitForARequestInFlightWithItsKey() {
        database.transact(first -> {
            accepting(first, Clock.systemUTC()).accept(submission("1"), ANN, key("k"), DAY);

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
        assertThat(counts()).containsExactly(1L, 1L, 1L);
    }

    @Test
    void withoutAKeyEachRequestIsNew() {
        for (int i = 0; i < 2; i++) {
            database.transact(session ->
                    accepting(session, Clock.systemUTC()).accept(submission("1"), ANN, Optional.empty(), DAY));
        }

        assertThat(counts()).containsExactly(2L, 0L, 2L);
    }

    private Acceptance accept(String key, String payload) {
        return acceptAs(ANN, key, payload);
    }

    private Acceptance acceptAs(Sender sender, String key, String payload) {
        return database.inTransaction(
                session -> accepting(session, Clock.systemUTC()).accept(submission(payload), sender, key(key), DAY));
    }

    private static AcceptingCommand accepting(SqlSession session, Clock clock) {
        return accepting(session, new OutboxRepository(session, new ObjectMapper()), clock);
    }

    private static AcceptingCommand accepting(SqlSession session, OutboxRepository outbox, Clock clock) {
        return new AcceptingCommand(
                new CommandRepository(session), new IdempotencyRepository(session), outbox, nobodyListens(), clock);
    }

    @SuppressWarnings("unchecked")
    private static Event<OutboxAppended> nobodyListens() {
        return (Event<OutboxAppended>) Proxy.newProxyInstance(
                AcceptingCommandIT.class.getClassLoader(), new Class<?>[] {Event.class}, (proxy, method, args) -> null);
    }

    private static Submission submission(String payload) {
        return new Submission(
                "bank.OpenAccount", 1, new AggregateRef(ANN.tenant(), "bank.Account", "ann"), payload, new byte[] {
                    (byte) payload.charAt(0)
                });
    }

    private static Optional<IdempotencyKey> key(String text) {
        return IdempotencyKey.parse(text);
    }

    /** Ends the session's server process from another connection. */
    private void kill(SqlSession session) {
        int pid = session.query("SELECT pg_backend_pid()", s -> {}, row -> row.getInt(1))
                .get(0);
        database.transact(other ->
                other.query("SELECT pg_terminate_backend(?)", s -> s.setInt(1, pid), row -> row.getBoolean(1)));
    }

    private List<Long> counts() {
        return database.inTransaction(session -> session.query(
                        "SELECT ARRAY[(SELECT count(*) FROM command), (SELECT count(*) FROM idempotency_key), "
                                + "(SELECT count(*) FROM outbox)]",
                        s -> {},
                        row -> List.of((Long[]) row.getArray(1).getArray()))
                .get(0));
    }
}
