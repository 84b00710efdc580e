package io.universalmiddleware.cache.consistency;

import static io.universalmiddleware.cache.Events.balance;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.backends.RedisBackend;
import io.universalmiddleware.backends.WithBackends;
import io.universalmiddleware.cache.Added;
import io.universalmiddleware.cache.Events;
import io.universalmiddleware.cache.TestNode;
import io.universalmiddleware.cache.reading.ViewAnswer;
import io.universalmiddleware.contracts.command.CommandStatus;
import io.universalmiddleware.contracts.command.ConsistencyToken;
import io.universalmiddleware.contracts.id.AggregateRef;
import io.universalmiddleware.contracts.id.CommandId;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.id.Uuid7;
import io.universalmiddleware.contracts.id.ViewRef;
import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.persistence.TestDatabase;
import io.universalmiddleware.persistence.TestSettlements;
import io.universalmiddleware.persistence.command.CommandRecord;
import io.universalmiddleware.persistence.command.CommandRepository;
import io.universalmiddleware.persistence.command.Settlement;
import io.universalmiddleware.persistence.event.StoredEvent;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@WithBackends
class ConsistencyIT {
    private final TestDatabase database;
    private final String account = "ann-" + UUID.randomUUID();
    private final ViewRef row = balance(account);
    private TestNode node;
    private TestNode projector;

    ConsistencyIT(PostgresBackend postgres) {
        database = new TestDatabase(postgres);
    }

    @BeforeEach
    void startTwoNodes(RedisBackend redis) {
        node = new TestNode(database, redis, Map.of("um.cache.consistency-wait", "30s")).start();
        projector = new TestNode(database, redis, Map.of()).start();
    }

    @AfterEach
    void stop() {
        node.close();
        projector.close();
        database.close();
    }

    @Test
    void aReadWithATokenIsNeverOlderThanItsCommand() {
        ExecutorService platform = Executors.newFixedThreadPool(4);
        for (int i = 1; i <= 60; i++) {
            CommandId command = accept();
            UUID event = Uuid7.next(Clock.systemUTC());
            long sequence = i;
            CompletableFuture<Void> way = CompletableFuture.runAsync(
                            () -> succeed(command, event, sequence), later(platform))
                    .thenRunAsync(
                            () -> projector.deliverAll(Events.event(account, new Added(1, false), event, command)),
                            later(platform));

            ViewAnswer cached = node.read(row);
            ViewAnswer answer = node.read(row, token(command));

            assertThat(answer.value().version()).isGreaterThanOrEqualTo(i);
            assertThat(cached.value().version())
                    .isLessThanOrEqualTo(answer.value().version());
            assertThat(node.read(row).value().version())
                    .as("the near cache has learned of it")
                    .isGreaterThanOrEqualTo(i);
            way.join();
        }
        platform.shutdownNow();
    }

    @Test
    void anEffectThatDoesNotComeInTimeIsToldAsSuch(RedisBackend redis) {
        CommandId accepted = accept();
        CommandId notProjected = accept();
        succeed(notProjected, Uuid7.next(Clock.systemUTC()), 1);

        try (TestNode hasty = new TestNode(database, redis, Map.of("um.cache.consistency-wait", "400ms")).start()) {
            assertThat(problem(hasty, token(accepted)).type()).isEqualTo(ProblemType.NOT_YET_CONSISTENT.uri());
            assertThat(problem(hasty, token(notProjected)).status()).isEqualTo(503);
        }
    }

    @Test
    void aRejectedCommandHasNoEffectToWaitFor() {
        CommandId command = accept();
        settle(command, CommandStatus.FAILED);

        assertThat(node.read(row, token(command)).value().version()).isZero();
    }

    @Test
    void aTokenOfNobodyOrOfAnotherTenantIsRefused() {
        CommandId ofAnother = accept(new TenantId("globex"));
        settle(ofAnother, CommandStatus.SUCCEEDED);

        assertThat(problem(node, token(ofAnother)).status()).isEqualTo(400);
        assertThat(problem(node, token(new CommandId(UUID.randomUUID()))).status())
                .isEqualTo(400);
        assertThatThrownBy(() -> node.read(row, "1.nonsense")).isInstanceOf(ProblemException.class);
    }

    private Problem problem(TestNode asked, String token) {
        try {
            throw new AssertionError("answered " + asked.read(row, token));
        } catch (CompletionException failed) {
            return ((ProblemException) failed.getCause()).problem();
        }
    }

    private static String token(CommandId command) {
        return new ConsistencyToken(command).text();
    }

    private CommandId accept() {
        return accept(Events.TENANT);
    }

    private CommandId accept(TenantId tenant) {
        CommandId id = new CommandId(Uuid7.next(Clock.systemUTC()));
        database.transact(session -> new CommandRepository(session)
                .insert(new CommandRecord(
                        id,
                        new AggregateRef(tenant, "test.Account", account),
                        "test.Add",
                        1,
                        "ann",
                        Set.of(),
                        "{}",
                        Events.TRACE.traceparent(),
                        Instant.now())));
        return id;
    }

    private void succeed(CommandId command, UUID event, long sequence) {
        settle(
                command,
                CommandStatus.SUCCEEDED,
                new StoredEvent(
                        event,
                        new AggregateRef(Events.TENANT, "test.Account", account),
                        sequence,
                        "test.Added",
                        1,
                        "{}",
                        command,
                        null,
                        Instant.now()));
    }

    private void settle(CommandId command, CommandStatus status, StoredEvent... events) {
        Instant now = Instant.now();
        Settlement settlement = new Settlement(command, status, 1, now, now, now, null, null);
        assertThat(database.<Boolean>inTransaction(session -> TestSettlements.settle(session, settlement, events)))
                .isTrue();
    }

    private static java.util.concurrent.Executor later(ExecutorService executor) {
        return CompletableFuture.delayedExecutor(
                ThreadLocalRandom.current().nextInt(60), TimeUnit.MILLISECONDS, executor);
    }
}
