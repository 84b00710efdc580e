package io.universalmiddleware.persistence.command;

import io.universalmiddleware.persistence.event.ConcurrentAppendException;
import io.universalmiddleware.persistence.event.EventRepository;
import io.universalmiddleware.persistence.event.StoredEvent;
import io.universalmiddleware.persistence.outbox.OutboxMessage;
import io.universalmiddleware.persistence.outbox.OutboxRepository;
import io.universalmiddleware.persistence.postgres.SqlFault;
import io.universalmiddleware.persistence.postgres.SqlSession;
import io.universalmiddleware.persistence.postgres.Statements;
import io.universalmiddleware.persistence.postgres.Statements.Answer;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.List;

/** The end of commands: what has happened, what became of each, and what is told of it. Runs in the caller's transaction. */
@Dependent
public class SettlementRepository {
    private final SqlSession session;
    private final EventRepository events;
    private final CommandRepository commands;
    private final OutboxRepository outbox;

    @Inject
    public SettlementRepository(
            SqlSession session, EventRepository events, CommandRepository commands, OutboxRepository outbox) {
        this.session = session;
        this.events = events;
        this.commands = commands;
        this.outbox = outbox;
    }

    /**
     * Appends events, settles their command and appends messages, in this order and with one wait for PostgreSQL: a message is
     * numbered when its aggregate's stream is this transaction's.
     *
     * @return false if the command was settled before; the transaction must not commit then
     * @throws ConcurrentAppendException if an event's sequence is taken; the transaction can only roll back then
     */
    public boolean settle(List<StoredEvent> happened, Settlement settlement, List<OutboxMessage> messages) {
        Statements all = new Statements();
        events.append(all, happened);
        Answer<Integer> settled = commands.settle(all, settlement);
        outbox.append(all, messages);
        try {
            session.run(all);
        } catch (SqlFault fault) {
            if (fault.isUniqueViolation() && !happened.isEmpty()) {
                throw new ConcurrentAppendException(happened.get(0).aggregate(), fault);
            }
            throw fault;
        }
        return settled.get() == 1;
    }
}
