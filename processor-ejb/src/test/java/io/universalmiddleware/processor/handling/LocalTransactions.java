package io.universalmiddleware.processor.handling;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.persistence.TestDatabase;
import io.universalmiddleware.persistence.audit.AuditRepository;
import io.universalmiddleware.persistence.command.CommandRepository;
import io.universalmiddleware.persistence.command.SettlementRepository;
import io.universalmiddleware.persistence.deadletter.Claim;
import io.universalmiddleware.persistence.deadletter.DeadLetterRepository;
import io.universalmiddleware.persistence.deadletter.ParkedKeyRepository;
import io.universalmiddleware.persistence.deadletter.Parking;
import io.universalmiddleware.persistence.event.EventRepository;
import io.universalmiddleware.persistence.event.StoredEvent;
import io.universalmiddleware.persistence.inbox.InboxRepository;
import io.universalmiddleware.persistence.outbox.OutboxMessage;
import io.universalmiddleware.persistence.outbox.OutboxRepository;
import io.universalmiddleware.persistence.postgres.SqlSession;
import io.universalmiddleware.persistence.postgres.Statements;
import io.universalmiddleware.persistence.timeline.TimelineRepository;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;

/** Local transactions in the place of the server's, which can be killed before one of their writes. */
public final class LocalTransactions implements Transactions {

    /** The writes of a command's transaction. */
    enum Write {
        INBOX,
        EVENTS,
        STATUS,
        MESSAGES,
        COMMIT
    }

    private static final String KILL = "SELECT pg_terminate_backend(pg_backend_pid())";

    private final TestDatabase database;
    private final ObjectMapper json;
    private final Predicate<Write> killedBefore;
    private final ThreadLocal<SqlSession> current = new ThreadLocal<>();

    LocalTransactions(TestDatabase database, ObjectMapper json) {
        this(database, json, write -> false);
    }

    private LocalTransactions(TestDatabase database, ObjectMapper json, Predicate<Write> killedBefore) {
        this.database = database;
        this.json = json;
        this.killedBefore = killedBefore;
    }

    LocalTransactions killedBefore(Write fatal) {
        return new LocalTransactions(database, json, fatal::equals);
    }

    /** The session of this thread's transaction. */
    SqlSession current() {
        return current.get();
    }

    @Override
    public <T> T call(Function<Stores, T> work, Predicate<T> commits) {
        try {
            return database.inTransaction(session -> {
                current.set(session);
                T answer = work.apply(stores(session));
                if (!commits.test(answer)) {
                    throw new RolledBack(answer);
                }
                killIf(session, Write.COMMIT);
                return answer;
            });
        } catch (RolledBack rolledBack) {
            @SuppressWarnings("unchecked")
            T answer = (T) rolledBack.answer;
            return answer;
        } finally {
            current.remove();
        }
    }

    private void killIf(SqlSession session, Write write) {
        if (killedBefore.test(write)) {
            session.query(KILL, s -> {}, row -> true);
        }
    }

    private void killIf(Statements statements, Write write) {
        if (killedBefore.test(write)) {
            statements.query(KILL, p -> {}, row -> true);
        }
    }

    private Stores stores(SqlSession session) {
        EventRepository events = new EventRepository(session) {
            @Override
            public void append(Statements to, List<StoredEvent> happened) {
                killIf(to, Write.EVENTS);
                super.append(to, happened);
                killIf(to, Write.STATUS);
            }
        };
        OutboxRepository outbox = new OutboxRepository(session, json) {
            @Override
            public void append(Statements to, List<OutboxMessage> messages) {
                killIf(to, Write.MESSAGES);
                super.append(to, messages);
            }
        };
        CommandRepository commands = new CommandRepository(session);
        return new Stores(
                new InboxRepository(session),
                events,
                commands,
                new SettlementRepository(session, events, commands, outbox),
                parking(session));
    }

    private Parking parking(SqlSession session) {
        return new Parking(
                new ParkedKeyRepository(session, json) {
                    @Override
                    public Claim claim(String consumer, String key, UUID message) {
                        killIf(session, Write.INBOX);
                        return super.claim(consumer, key, message);
                    }
                },
                new DeadLetterRepository(session, json),
                new AuditRepository(session),
                new TimelineRepository(session),
                Clock.systemUTC());
    }

    private static final class RolledBack extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Object answer;

        private RolledBack(Object answer) {
            this.answer = answer;
        }
    }
}
