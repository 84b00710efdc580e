package io.universalmiddleware.command.relay;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.contracts.id.AggregateRef;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.message.Headers;
import io.universalmiddleware.persistence.TestDatabase;
import io.universalmiddleware.persistence.outbox.OutboxMessage;
import io.universalmiddleware.persistence.outbox.OutboxRepository;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;

/** Appends to the outbox as the platform does. */
final class OutboxWriter {
    static final TenantId ACME = new TenantId("acme");
    private final TestDatabase database;

    OutboxWriter(TestDatabase database) {
        this.database = database;
    }

    /** One transaction with a message for each text. */
    void append(String aggregateId, String... texts) {
        database.transact(session -> new OutboxRepository(session, new ObjectMapper())
                .appendAll(
                        Arrays.stream(texts).map(t -> message(aggregateId, t)).toList()));
    }

    static OutboxMessage message(String aggregateId, String text) {
        return new OutboxMessage(
                UUID.randomUUID(),
                new AggregateRef(ACME, "test.Thing", aggregateId),
                "events",
                Map.of(Headers.TYPE, "test.Happened", Headers.SUBJECT, aggregateId),
                "\"" + text + "\"");
    }

    /** Appends many rows at once: number {@code i} of key {@code i % keys}. */
    void backlog(int rows, int keys) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO outbox (lane, id, topic, record_key, headers, data) "
                    + "SELECT (i %% %d) %% 128, gen_random_uuid(), 'events', 'acme/test.Thing/k' || (i %% %d), "
                            .formatted(keys, keys)
                    + "'{\"ce_specversion\": \"1.0\", \"ce_id\": \"0195f3a0-0000-7000-8000-000000000000\", "
                    + "\"ce_type\": \"test.Happened\", \"ce_time\": \"2026-01-01T00:00:00Z\", \"ce_tenant\": \"acme\"}', "
                    + "to_json(i::text || ' and some text that makes the row as long as rows usually are') "
                    + "FROM generate_series(1, " + rows + ") i ORDER BY i");
        }
    }
}
