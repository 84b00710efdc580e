package io.universalmiddleware.command.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.backends.WithBackends;
import io.universalmiddleware.contracts.command.CommandStatus;
import io.universalmiddleware.contracts.id.AggregateRef;
import io.universalmiddleware.contracts.id.CommandId;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.id.Uuid7;
import io.universalmiddleware.contracts.trace.TraceContext;
import io.universalmiddleware.persistence.TestDatabase;
import io.universalmiddleware.persistence.TestSettlements;
import io.universalmiddleware.persistence.command.CommandQuery;
import io.universalmiddleware.persistence.command.CommandRecord;
import io.universalmiddleware.persistence.command.CommandRepository;
import io.universalmiddleware.persistence.command.Settlement;
import io.universalmiddleware.persistence.event.EventRepository;
import io.universalmiddleware.persistence.event.StoredEvent;
import io.universalmiddleware.persistence.postgres.SqlSession;
import io.universalmiddleware.persistence.timeline.TimelineEntry;
import io.universalmiddleware.persistence.timeline.TimelineRepository;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@WithBackends
class ReadingCommandsIT {
    private static final TenantId ACME = new TenantId("acme");
    private static final TenantId ZETA = new TenantId("zeta");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final TraceContext TRACE = TraceContext.start();

    private final PostgresBackend postgres;
    private TestDatabase database;

    ReadingCommandsIT(PostgresBackend postgres) {
        this.postgres = postgres;
    }

    @BeforeEach
    void open() {
        database = new TestDatabase(postgres);
        database.transact(session -> session.update("DELETE FROM command", s -> {}));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void anotherTenantsCommandIsNotFound() {
        CommandId id = insert(ACME, 0, "a");

        assertThat(this.<Optional<CommandState>>read(reading -> reading.find(ACME, id)))
                .isPresent();
        assertThat(this.<Optional<CommandState>>read(reading -> reading.find(ZETA, id)))
                .isEmpty();
        assertThat(this.<Optional<CommandTimeline>>read(reading -> reading.timeline(ZETA, id)))
                .isEmpty();
        assertThat(read(reading -> reading.list(query(ZETA, null, null, 10))).commands())
                .isEmpty();
    }

    @Test
    void pagesThroughAllCommandsNewestFirst() {
        List<UUID> all = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            all.add(0, insert(ACME, i, "a" + i).value());
        }

        List<UUID> read = new ArrayList<>();
        @Nullable CommandId cursor = null;
        int pages = 0;
        do {
            CommandId before = cursor;
            CommandPage page = read(reading -> reading.list(query(ACME, null, before, 2)));
            page.commands().forEach(command -> read.add(command.id()));
            cursor = page.nextCursor() == null
                    ? null
                    : CommandId.parse(page.nextCursor()).orElseThrow();
            pages++;
        } while (cursor != null);

        assertThat(read).isEqualTo(all);
        assertThat(pages).isEqualTo(3);
    }

    @Test
    void listsAndPagesTheCommandsOfOneUserAlone() {
        List<CommandId> anns = new ArrayList<>();
        for (int second = 0; second < 6; second++) {
            insert(ACME, second, "a", "bob");
            anns.add(0, insert(ACME, second, "a", "ann"));
        }

        CommandPage first = read(reading -> reading.list(new CommandQuery(ACME, "ann", null, null, null, null, 4)));
        CommandId last = CommandId.parse(first.nextCursor()).orElseThrow();
        CommandPage second = read(reading -> reading.list(new CommandQuery(ACME, "ann", null, null, null, last, 4)));

        assertThat(Stream.of(first, second).flatMap(page -> page.commands().stream()))
                .extracting(command -> new CommandId(command.id()))
                .containsExactlyElementsOf(anns);
        assertThat(second.nextCursor()).isNull();
    }

    @Test
    void tellsEachStepOfACommandInItsOrder() {
        CommandId id = insert(ACME, 0, "a");
        database.transact(session -> {
            TestSettlements.settle(
                    session,
                    new Settlement(id, CommandStatus.SUCCEEDED, 1, at(1), at(2), at(4), "{\"number\":7}", null),
                    new StoredEvent(
                            UUID.randomUUID(),
                            new AggregateRef(ACME, "bank.Account", "a"),
                            1,
                            "bank.AccountOpened",
                            1,
                            "{}",
                            id,
                            TRACE.child().traceparent(),
                            at(3)));
            new TimelineRepository(session)
                    .addAll(List.of(new TimelineEntry(id, at(5), "view-updated", "{\"view\":\"account\"}")));
        });

        CommandTimeline timeline = read(reading -> reading.timeline(ACME, id)).orElseThrow();

        assertThat(timeline.steps())
                .extracting(TimelineStep::step)
                .containsExactly("accepted", "published", "started", "event", "finished", "view-updated");
        assertThat(timeline.steps()).extracting(TimelineStep::traceId).containsOnly(TRACE.traceId());
        assertThat(timeline.steps().get(3).detail()).contains("bank.AccountOpened");
        assertThat(read(reading -> reading.find(ACME, id)).orElseThrow().result())
                .isEqualTo("{\"number\": 7}");
    }

    private <T> T read(Function<ReadingCommands, T> question) {
        return database.inTransaction(session -> question.apply(reading(session)));
    }

    private static ReadingCommands reading(SqlSession session) {
        return new ReadingCommands(
                new CommandRepository(session),
                new EventRepository(session),
                new TimelineRepository(session),
                new ObjectMapper());
    }

    private CommandId insert(TenantId tenant, int second, String aggregateId) {
        return insert(tenant, second, aggregateId, "ann");
    }

    private CommandId insert(TenantId tenant, int second, String aggregateId, String principal) {
        CommandId id = new CommandId(Uuid7.next(Clock.fixed(at(second), ZoneOffset.UTC)));
        database.transact(session -> new CommandRepository(session)
                .insert(new CommandRecord(
                        id,
                        new AggregateRef(tenant, "bank.Account", aggregateId),
                        "bank.OpenAccount",
                        1,
                        principal,
                        Set.of("user"),
                        "{}",
                        TRACE.traceparent(),
                        at(second))));
        return id;
    }

    private static CommandQuery query(
            TenantId tenant, @Nullable CommandStatus status, @Nullable CommandId before, int limit) {
        return new CommandQuery(tenant, null, status, null, null, before, limit);
    }

    private static Instant at(int second) {
        return START.plusSeconds(second);
    }
}
