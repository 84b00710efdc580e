package io.universalmiddleware.persistence.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.persistence.postgres.Columns;
import io.universalmiddleware.persistence.postgres.SqlSession;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.List;

/**
 * The outbox as its writers see it. Every method runs in the caller's transaction.
 *
 * <p>Messages of one aggregate are published in the order of their appending if whoever appends holds something that
 * keeps other appenders of the aggregate away until it commits.
 */
@Dependent
public class OutboxRepository {
    private static final String APPEND =
            "INSERT INTO outbox (lane, id, topic, record_key, headers, data) VALUES (?, ?, ?, ?, ?, ?)";

    private final SqlSession session;
    private final ObjectMapper json;

    @Inject
    public OutboxRepository(SqlSession session, ObjectMapper json) {
        this.session = session;
        this.json = json;
    }

    public void append(OutboxMessage message) {
        appendAll(List.of(message));
    }

    /** Appends in the list's order. */
    public void appendAll(List<OutboxMessage> messages) {
        session.updateEach(APPEND, messages, (statement, message) -> {
            String recordKey = message.aggregate().recordKey();
            statement.setShort(1, Lane.of(recordKey));
            statement.setObject(2, message.id());
            statement.setString(3, message.topic());
            statement.setString(4, recordKey);
            Columns.setJson(statement, 5, headers(message));
            statement.setString(6, message.data());
        });
    }

    private String headers(OutboxMessage message) {
        try {
            return json.writeValueAsString(message.headers());
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("headers are text", impossible);
        }
    }
}
