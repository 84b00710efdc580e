package io.universalmiddleware.persistence.event;

import io.universalmiddleware.contracts.id.AggregateRef;
import io.universalmiddleware.contracts.id.CommandId;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.persistence.postgres.Columns;
import io.universalmiddleware.persistence.postgres.SqlSession;
import io.universalmiddleware.persistence.postgres.Statements;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The streams of events. Every method runs in the caller's transaction. */
@Dependent
public class EventRepository {
    private static final String SELECT = """
            SELECT id, tenant, aggregate_type, aggregate_id, sequence, type, version, data, command_id, traceparent,
                   occurred_at
            FROM event
            """;
    private static final String TAIL = """
            SELECT id, tenant, aggregate_type, aggregate_id, sequence, type, version,
                   CASE WHEN sequence > ? THEN data END AS data, command_id, traceparent, occurred_at
            FROM event WHERE tenant = ? AND aggregate_type = ? AND aggregate_id = ? AND sequence >= ? ORDER BY sequence
            """;
    private static final String APPEND = """
            INSERT INTO event (id, tenant, aggregate_type, aggregate_id, sequence, type, version, data, command_id,
                               traceparent, occurred_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private final SqlSession session;

    @Inject
    public EventRepository(SqlSession session) {
        this.session = session;
    }

    /** The whole stream, in order. */
    public List<StoredEvent> load(AggregateRef aggregate) {
        return session.query(
                SELECT + "WHERE tenant = ? AND aggregate_type = ? AND aggregate_id = ? ORDER BY sequence",
                statement -> {
                    statement.setString(1, aggregate.tenant().value());
                    statement.setString(2, aggregate.type());
                    statement.setString(3, aggregate.id());
                },
                EventRepository::read);
    }

    /** What the stream has from an event on, of whose data nothing is read. */
    public StreamTail tail(AggregateRef aggregate, long sequence) {
        List<StoredEvent> after = new ArrayList<>();
        List<UUID> last = new ArrayList<>(1);
        session.query(
                TAIL,
                statement -> {
                    statement.setLong(1, sequence);
                    statement.setString(2, aggregate.tenant().value());
                    statement.setString(3, aggregate.type());
                    statement.setString(4, aggregate.id());
                    statement.setLong(5, sequence);
                },
                row -> row.getLong("sequence") == sequence
                        ? last.add(row.getObject("id", UUID.class))
                        : after.add(read(row)));
        return new StreamTail(last.isEmpty() ? null : last.get(0), after);
    }

    /** The sequence of the stream's last event; 0 if it has none. */
    public long version(AggregateRef aggregate) {
        return session.query(
                        "SELECT coalesce(max(sequence), 0) FROM event "
                                + "WHERE tenant = ? AND aggregate_type = ? AND aggregate_id = ?",
                        statement -> {
                            statement.setString(1, aggregate.tenant().value());
                            statement.setString(2, aggregate.type());
                            statement.setString(3, aggregate.id());
                        },
                        row -> row.getLong(1))
                .get(0);
    }

    /** The events that a command caused, in order. */
    public List<StoredEvent> ofCommand(CommandId command) {
        return session.query(
                SELECT + "WHERE command_id = ? ORDER BY aggregate_type, aggregate_id, sequence",
                statement -> statement.setObject(1, command.value()),
                EventRepository::read);
    }

    /**
     * Appends events, each at its sequence. If a sequence is taken the statements fail with a unique violation.
     *
     * @see ConcurrentAppendException
     */
    public void append(Statements to, List<StoredEvent> events) {
        for (StoredEvent e : events) {
            to.update(
                    APPEND,
                    p -> p.uuid(e.id())
                            .text(e.aggregate().tenant().value())
                            .text(e.aggregate().type())
                            .text(e.aggregate().id())
                            .number(e.sequence())
                            .text(e.type())
                            .number(e.version())
                            .json(e.data())
                            .uuid(e.command().value())
                            .text(e.traceparent())
                            .instant(e.occurredAt()));
        }
    }

    private static StoredEvent read(ResultSet row) throws SQLException {
        return new StoredEvent(
                row.getObject("id", UUID.class),
                new AggregateRef(
                        new TenantId(row.getString("tenant")),
                        row.getString("aggregate_type"),
                        row.getString("aggregate_id")),
                row.getLong("sequence"),
                row.getString("type"),
                row.getInt("version"),
                row.getString("data"),
                new CommandId(row.getObject("command_id", UUID.class)),
                row.getString("traceparent"),
                Columns.requiredInstant(row, "occurred_at"));
    }
}
