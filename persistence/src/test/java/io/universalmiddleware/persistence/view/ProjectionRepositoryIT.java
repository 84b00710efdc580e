package io.universalmiddleware.persistence.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.backends.Backends;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.contracts.id.CommandId;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.id.ViewRef;
import io.universalmiddleware.persistence.TestDatabase;
import io.universalmiddleware.persistence.deadletter.Arrival;
import io.universalmiddleware.persistence.deadletter.ParkedKeyRepository;
import io.universalmiddleware.persistence.inbox.InboxEntry;
import io.universalmiddleware.persistence.postgres.SqlSession;
import io.universalmiddleware.persistence.timeline.TimelineEntry;
import io.universalmiddleware.persistence.timeline.TimelineRepository;
import io.universalmiddleware.persistence.view.ProjectionRepository.Taken;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Backends.class)
class ProjectionRepositoryIT {
    private static final String KEY = "acme/test.Account/o'brien {\"\\,}";

    private final UUID first = UUID.randomUUID();
    private final UUID second = UUID.randomUUID();
    private final String balance = "view:balance-" + first;
    private final String history = "view:history-" + first;
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
    void eachConsumerTakesAMessageOnceHoweverOftenItComes() {
        assertThat(take(arrival(balance, first), arrival(history, first), arrival(balance, first)))
                .containsExactlyInAnyOrder(new InboxEntry(balance, first), new InboxEntry(history, first));
        assertThat(take(arrival(balance, first), arrival(balance, second)))
                .containsExactly(new InboxEntry(balance, second));
    }

    @Test
    void whatWaitsBehindALetterIsTakenByWhoeverWorksItOffAlone() {
        database.transact(session ->
                session.update("INSERT INTO parked_key (consumer, key, head, parked_at) VALUES (?, ?, ?, now())", s -> {
                    s.setString(1, balance);
                    s.setString(2, KEY);
                    s.setObject(3, first);
                }));

        assertThat(take(arrival(balance, second), arrival(history, second)))
                .containsExactly(new InboxEntry(history, second));
        assertThat(take(new Arrival(balance, null, second))).containsExactly(new InboxEntry(balance, second));
    }

    @Test
    void rowsAndEntriesAreSavedAsTheyAre() {
        CommandId command = new CommandId(first);
        Instant at = Instant.parse("2026-11-01T11:59:59.123456Z");
        ViewRow row = new ViewRow(ref("a"), 3, "{\"name\": \"NULL {\\\"a\\\", '\\\\}\"}", at);
        ViewRow deleted = new ViewRow(ref("b, \"c\""), 7, null, at);
        TimelineEntry entry = new TimelineEntry(command, at, "view-updated", "{\"key\": \"a\"}");
        database.transact(session -> {
            Taken taken = projections(session).take(List.of(), List.of(row.ref(), deleted.ref()));
            assertThat(taken.locked().values()).extracting(ViewRow::version).containsOnly(0L);
            projections(session).save(List.of(row, deleted), List.of(entry));
        });

        database.transact(session -> {
            assertThat(new ViewRepository(session).find(row.ref())).contains(row);
            assertThat(new ViewRepository(session).find(deleted.ref())).contains(deleted);
            assertThat(new TimelineRepository(session).of(command)).containsExactly(entry);
        });
    }

    private Set<InboxEntry> take(Arrival... arrivals) {
        return database.inTransaction(session ->
                projections(session).take(List.of(arrivals), List.of()).fresh());
    }

    private Arrival arrival(String consumer, UUID message) {
        return new Arrival(consumer, KEY, message);
    }

    private ViewRef ref(String key) {
        return new ViewRef(new TenantId("acme"), "balance", key + first);
    }

    private static ProjectionRepository projections(SqlSession session) {
        return new ProjectionRepository(
                session,
                new ParkedKeyRepository(session, new ObjectMapper()),
                new ViewRepository(session),
                new TimelineRepository(session));
    }
}
