package io.universalmiddleware.processor.handling;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.contracts.command.CommandSettled;
import io.universalmiddleware.contracts.id.AggregateRef;
import io.universalmiddleware.contracts.id.CommandId;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.id.Uuid7;
import io.universalmiddleware.contracts.message.Headers;
import io.universalmiddleware.contracts.trace.Spans;
import io.universalmiddleware.contracts.trace.TraceContext;
import io.universalmiddleware.persistence.TestDatabase;
import io.universalmiddleware.persistence.command.CommandRecord;
import io.universalmiddleware.persistence.command.CommandRepository;
import io.universalmiddleware.persistence.deadletter.DeadLetter;
import io.universalmiddleware.persistence.deadletter.DeadLetterRepository;
import io.universalmiddleware.persistence.deadletter.KeptMessage;
import io.universalmiddleware.persistence.deadletter.LetterQuery;
import io.universalmiddleware.persistence.deadletter.LetterState;
import io.universalmiddleware.persistence.deadletter.ParkedKey;
import io.universalmiddleware.persistence.deadletter.ParkedKeyRepository;
import io.universalmiddleware.persistence.deadletter.Parking;
import io.universalmiddleware.persistence.event.EventRepository;
import io.universalmiddleware.persistence.event.StoredEvent;
import io.universalmiddleware.processor.ledger.Depositing;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/** The processor's parts on a real database, without a server around them. */
public final class Platform implements AutoCloseable {
    public static final TenantId ACME = new TenantId("acme");

    public final ObjectMapper json = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();
    public final Clock clock = Clock.systemUTC();
    public final Depositing depositing = new Depositing();
    public final List<CommandSettled> announced = new CopyOnWriteArrayList<>();
    public final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final TestDatabase database;
    private final LocalTransactions transactions;

    public Platform(PostgresBackend postgres) {
        this.database = new TestDatabase(postgres);
        this.transactions = new LocalTransactions(database, json);
    }

    public LocalTransactions transactions() {
        return transactions;
    }

    HandlingCommand handling() {
        return handling(transactions);
    }

    HandlingCommand handling(Transactions in) {
        Announcements announcements = new Announcements(announced::add, () -> {}, () -> {});
        return new HandlingCommand(registry(), in, new Settling(json, clock, announcements), json, clock);
    }

    public CommandTasks tasks(int attempts) {
        return tasks(attempts, System::nanoTime);
    }

    /** With a clock by which an outage of the database goes on. */
    CommandTasks tasks(int attempts, LongSupplier nanoTime) {
        Backoff backoff = new Backoff(attempts, Duration.ofMillis(5), Duration.ofMillis(20));
        HandlingMetrics metrics = new HandlingMetrics(meters, registry());
        return new CommandTasks(handling(), backoff, metrics, Spans.off(), new StoreOutage(nanoTime));
    }

    public MarkingStarted marking() {
        return new MarkingStarted(transactions);
    }

    /** A command as the intake leaves it: a row, and what Kafka will bring. */
    public ReceivedCommand accept(String account, String type, String payload) {
        ReceivedCommand command = unaccepted(account, type, payload);
        CommandRecord row = new CommandRecord(
                command.id(),
                command.aggregate(),
                type,
                1,
                command.principal(),
                command.roles(),
                payload,
                command.trace().traceparent(),
                command.acceptedAt());
        database.transact(session -> new CommandRepository(session).insert(row));
        return command;
    }

    public ReceivedCommand deposit(String account, int amount) {
        return accept(account, "test.Deposit", "{\"amount\":" + amount + "}");
    }

    public ReceivedCommand unaccepted(String account, String type, String payload) {
        CommandId id = new CommandId(Uuid7.next(clock));
        AggregateRef aggregate = new AggregateRef(ACME, "test.Account", account);
        TraceContext trace = TraceContext.start();
        Map<String, String> headers = Map.of(
                Headers.ID, id.toString(),
                Headers.TYPE, type,
                Headers.DATA_VERSION, "1",
                Headers.SUBJECT, account,
                Headers.TIME, clock.instant().toString(),
                Headers.TENANT, ACME.value(),
                Headers.AGGREGATE_TYPE, aggregate.type(),
                Headers.PRINCIPAL, "ann",
                Headers.TRACEPARENT, trace.traceparent());
        KeptMessage message = new KeptMessage(
                HandlingCommand.CONSUMER,
                ACME,
                aggregate.recordKey(),
                id.value(),
                type,
                id,
                trace.traceId(),
                headers,
                payload.getBytes(StandardCharsets.UTF_8),
                clock.instant());
        try {
            return CommandReader.read(message);
        } catch (MalformedRecordException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Every letter of the consumer of commands, oldest first. */
    public List<DeadLetter> letters() {
        List<DeadLetter> letters =
                new ArrayList<>(database.inTransaction(session -> new DeadLetterRepository(session, json)
                        .list(new LetterQuery(Set.of(ACME.value(), ""), null, null, null, null, 1000))));
        Collections.reverse(letters);
        return letters;
    }

    /** Does what an operator wants with the account's open letter. */
    public void decide(String account, BiConsumer<Parking, DeadLetter> decision) {
        DeadLetter open = letters().stream()
                .filter(letter -> letter.message().key().equals(key(account).key()))
                .filter(letter -> letter.state() == LetterState.OPEN)
                .findFirst()
                .orElseThrow();
        transactions.call(stores -> {
            decision.accept(stores.parking(), open);
            return true;
        });
    }

    public static ParkedKey key(String account) {
        return new ParkedKey(HandlingCommand.CONSUMER, new AggregateRef(ACME, "test.Account", account).recordKey());
    }

    /** How many messages of the account wait; none, too, if it is not parked. */
    public long waiting(String account) {
        return database.inTransaction(session -> new ParkedKeyRepository(session, json)
                .waiting(key(account).consumer(), key(account).key()));
    }

    public boolean isParked(String account) {
        return database.inTransaction(session -> !new ParkedKeyRepository(session, json)
                .parkedAmong(List.of(key(account)))
                .isEmpty());
    }

    public CommandRecord row(ReceivedCommand command) {
        return database.inTransaction(session ->
                new CommandRepository(session).find(ACME, command.id()).orElseThrow());
    }

    public List<StoredEvent> events(String account) {
        return database.inTransaction(
                session -> new EventRepository(session).load(new AggregateRef(ACME, "test.Account", account)));
    }

    /** The first column of each row. */
    public List<String> query(String sql) {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> read = new ArrayList<>();
            while (rows.next()) {
                read.add(rows.getString(1));
            }
            return read;
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private HandlerRegistry registry() {
        return new HandlerRegistry(List.of(depositing));
    }

    @Override
    public void close() {
        database.close();
    }
}
