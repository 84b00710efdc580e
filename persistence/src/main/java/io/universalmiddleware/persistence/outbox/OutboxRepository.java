package io.universalmiddleware.persistence.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.persistence.postgres.SqlSession;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.Iterator;
import java.util.List;

/**
 * The outbox as its writers see it. Every method runs in the caller's transaction.
 *
 * <p>Messages of one aggregate are published in the order of their appending if whoever appends holds something that
 * keeps other appenders of the aggregate away until it commits. Messages of one call count as appended in the list's order.
 */
@Dependent
public class OutboxRepository {
    private static final String NUMBERS = "SELECT nextval('outbox_seq') FROM generate_series(1, ?)";

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

    /**
     * Appends in the list's order, at once: what fails later is the commit alone.
     *
     * <p>JPA promises no order among the rows of one flush, so that the sequence numbers are taken first.
     */
    public void appendAll(List<OutboxMessage> messages) {
        if (messages.isEmpty()) {
            return;
        }
        Iterator<Long> numbers = session.query(
                        NUMBERS, statement -> statement.setInt(1, messages.size()), row -> row.getLong(1))
                .iterator();
        session.insertAll(messages.stream()
                .map(message -> new OutboxRow(numbers.next(), message, headers(message)))
                .toList());
    }

    private String headers(OutboxMessage message) {
        try {
            return json.writeValueAsString(message.headers());
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("headers are text", impossible);
        }
    }
}
