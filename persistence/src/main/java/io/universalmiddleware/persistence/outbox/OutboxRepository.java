package io.universalmiddleware.persistence.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.persistence.postgres.SqlSession;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
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

    /** Appends at once: JPA promises no order among the rows of one flush, and the sequence numbers are to follow the calls. */
    public void append(OutboxMessage message) {
        EntityManager entityManager = session.entityManager();
        entityManager.persist(new OutboxRow(message, headers(message)));
        entityManager.flush();
    }

    /** Appends in the list's order. */
    public void appendAll(List<OutboxMessage> messages) {
        messages.forEach(this::append);
    }

    private String headers(OutboxMessage message) {
        try {
            return json.writeValueAsString(message.headers());
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("headers are text", impossible);
        }
    }
}
