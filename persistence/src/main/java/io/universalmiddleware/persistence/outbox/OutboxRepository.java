package io.universalmiddleware.persistence.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.persistence.postgres.Columns;
import io.universalmiddleware.persistence.postgres.SqlSession;
import io.universalmiddleware.persistence.postgres.Statements;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.List;

/**
 * The outbox as its writers see it. Every method runs in the caller's transaction.
 *
 * <p>Messages of one aggregate are published in the order of their appending if whoever appends holds something that
 * keeps other appenders of the aggregate away until it commits. Messages of one call count as appended in the list's order.
 */
@Dependent
public class OutboxRepository {
    /** The database adds the sequence number, row by row, the transaction's id and the time. */
    private static final String APPEND =
            "INSERT INTO outbox (id, lane, topic, record_key, headers, data) VALUES (?, ?, ?, ?, ?, ?)";

    private final SqlSession session;
    private final ObjectMapper json;

    @Inject
    public OutboxRepository(SqlSession session, ObjectMapper json) {
        this.session = session;
        this.json = json;
    }

    /** Appends one message. */
    public void append(OutboxMessage message) {
        appendAll(List.of(message));
    }

    /** Appends in the list's order, at once: what fails later is the commit alone. */
    public void appendAll(List<OutboxMessage> messages) {
        session.updateEach(APPEND, messages, (statement, message) -> {
            String key = message.aggregate().recordKey();
            statement.setObject(1, message.id());
            statement.setShort(2, Lane.of(key));
            statement.setString(3, message.topic());
            statement.setString(4, key);
            Columns.setJson(statement, 5, headers(message));
            statement.setString(6, message.data());
        });
    }

    /** As {@link #appendAll}, after the statements that are there. */
    public void append(Statements to, List<OutboxMessage> messages) {
        for (OutboxMessage message : messages) {
            String key = message.aggregate().recordKey();
            to.update(
                    APPEND,
                    p -> p.uuid(message.id())
                            .number(Lane.of(key))
                            .text(message.topic())
                            .text(key)
                            .json(headers(message))
                            .text(message.data()));
        }
    }

    private String headers(OutboxMessage message) {
        try {
            return json.writeValueAsString(message.headers());
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("headers are text", impossible);
        }
    }
}
