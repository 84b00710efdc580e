package io.universalmiddleware.persistence.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.backends.Backends;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.contracts.id.AggregateRef;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.persistence.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Backends.class)
class OutboxRepositoryIT {
    private static final AggregateRef AGGREGATE =
            new AggregateRef(new TenantId("acme"), "test.Thing", "o'brien \"{}\\,");

    @Test
    void numbersTheMessagesOfOneCallInTheListsOrder(PostgresBackend postgres) {
        List<UUID> ids =
                IntStream.range(0, 1_000).mapToObj(i -> UUID.randomUUID()).toList();
        try (TestDatabase database = new TestDatabase(postgres)) {
            database.transact(session -> new OutboxRepository(session, new ObjectMapper())
                    .appendAll(ids.stream().map(id -> message(id, "{}")).toList()));

            List<UUID> bySequence = database.inTransaction(session -> session.query(
                    "SELECT id FROM outbox WHERE record_key = ? AND data = '{}' ORDER BY seq",
                    s -> s.setString(1, AGGREGATE.recordKey()),
                    row -> row.getObject(1, UUID.class)));
            assertThat(bySequence).isEqualTo(ids);
        }
    }

    @Test
    void keepsEveryCharacter(PostgresBackend postgres) {
        String data = "{\"a\":\"NULL \\\\ \\\" {,} \u2028 \uD83D\uDE80 ' \\t\", \"b\" : 1.50}";
        try (TestDatabase database = new TestDatabase(postgres)) {
            database.transact(session ->
                    new OutboxRepository(session, new ObjectMapper()).append(message(UUID.randomUUID(), data)));

            List<String> read = database.inTransaction(session -> session.query(
                    "SELECT data || (headers ->> 'h') || lane FROM outbox WHERE record_key = ? AND data <> '{}'",
                    s -> s.setString(1, AGGREGATE.recordKey()),
                    row -> row.getString(1)));
            assertThat(read).containsExactly(data + "\"NULL\" {" + Lane.of(AGGREGATE.recordKey()));
        }
    }

    private static OutboxMessage message(UUID id, String data) {
        return new OutboxMessage(id, AGGREGATE, "events", Map.of("h", "\"NULL\" {"), data);
    }
}
