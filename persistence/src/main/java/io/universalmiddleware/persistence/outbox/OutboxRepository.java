package io.universalmiddleware.persistence.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
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
    private final SqlSession session;
    private final ObjectMapper json;

    @Inject
    public OutboxRepository(SqlSession session, ObjectMapper json) {
        this.session = session;
        this.json = json;
    }

    public void append(OutboxMessage message) {
        session.entityManager()
                .persist(new OutboxRow(
                        message.id(),
                        message.topic(),
                        message.aggregate().recordKey(),
                        headers(message),
                        message.data()));
    }

    /** Appends in the list's order. */
    public void appendAll(List<OutboxMessage> messages) {
        messages.forEach(this::append);
        session.entityManager().flush(); // so that their sequence numbers follow the order of the calls
    }

    private String headers(OutboxMessage message) {
        try {
            return json.writeValueAsString(message.headers());
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("headers are text", impossible);
        }
    }
}
