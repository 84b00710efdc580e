package io.universalmiddleware.persistence;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.persistence.command.CommandRepository;
import io.universalmiddleware.persistence.command.Settlement;
import io.universalmiddleware.persistence.command.SettlementRepository;
import io.universalmiddleware.persistence.event.EventRepository;
import io.universalmiddleware.persistence.event.StoredEvent;
import io.universalmiddleware.persistence.outbox.OutboxRepository;
import io.universalmiddleware.persistence.postgres.SqlSession;
import java.util.List;

/** Settles commands in a test's transaction. */
public final class TestSettlements {
    private TestSettlements() {}

    public static SettlementRepository in(SqlSession session) {
        return new SettlementRepository(
                session,
                new EventRepository(session),
                new CommandRepository(session),
                new OutboxRepository(session, new ObjectMapper()));
    }

    /** Settles without a message. */
    public static boolean settle(SqlSession session, Settlement settlement, StoredEvent... events) {
        return in(session).settle(List.of(events), settlement, List.of());
    }
}
