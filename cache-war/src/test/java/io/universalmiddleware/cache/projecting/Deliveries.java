package io.universalmiddleware.cache.projecting;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.universalmiddleware.cache.pushing.Pushing;
import io.universalmiddleware.cache.view.Views;
import io.universalmiddleware.contracts.trace.Spans;
import io.universalmiddleware.persistence.TestDatabase;
import io.universalmiddleware.persistence.audit.AuditRepository;
import io.universalmiddleware.persistence.deadletter.DeadLetterRepository;
import io.universalmiddleware.persistence.deadletter.KeptMessage;
import io.universalmiddleware.persistence.deadletter.ParkedKey;
import io.universalmiddleware.persistence.deadletter.ParkedKeyRepository;
import io.universalmiddleware.persistence.deadletter.Parking;
import io.universalmiddleware.persistence.inbox.InboxRepository;
import io.universalmiddleware.persistence.postgres.SqlSession;
import io.universalmiddleware.persistence.timeline.TimelineRepository;
import io.universalmiddleware.persistence.view.ProjectionRepository;
import io.universalmiddleware.persistence.view.ViewRepository;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Event delivery on a test's database. */
public final class Deliveries {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Deliveries() {}

    public static EventDelivery on(
            TestDatabase database, Views views, Pushing pushing, Runnable committed, MeterRegistry meters) {
        return new EventDelivery(
                JSON,
                views,
                (events, poison) -> database.inTransaction(session ->
                        new ProjectingBatch(views, parking(session), applying(session)).project(events, poison)),
                (message, reason) -> database.transact(
                        session -> new KeepingUndecodable(parking(session), Clock.systemUTC()).keep(message, reason)),
                pushing,
                committed,
                Spans.off(),
                meters);
    }

    static Parking parking(SqlSession session) {
        return new Parking(
                new ParkedKeyRepository(session, JSON),
                new DeadLetterRepository(session, JSON),
                new AuditRepository(session),
                new TimelineRepository(session),
                Clock.systemUTC());
    }

    /** Works parked events off on a test's database. */
    static ParkedEvents parked(TestDatabase database, Views views, EventDelivery delivery) {
        return new ParkedEvents(
                new ProjectingParked() {
                    @Override
                    public List<ParkedKey> due(Collection<String> consumers) {
                        return database.inTransaction(session -> on(session).due(consumers));
                    }

                    @Override
                    public Optional<KeptMessage> next(ParkedKey key) {
                        return database.inTransaction(session -> on(session).next(key));
                    }

                    @Override
                    public Optional<Projected> project(ParkedKey key) {
                        return database.inTransaction(session -> on(session).project(key));
                    }

                    @Override
                    public void done(ParkedKey key) {
                        database.transact(session -> on(session).done(key));
                    }

                    @Override
                    public void failed(ParkedKey key, KeptMessage message, Exception cause) {
                        database.transact(session -> on(session).failed(key, message, cause));
                    }

                    private ProjectingParked on(SqlSession session) {
                        return new ProjectingParked(views, parking(session), applying(session), JSON);
                    }
                },
                delivery,
                views);
    }

    static ApplyingSteps applying(SqlSession session) {
        ProjectionRepository projections = new ProjectionRepository(
                session,
                new ParkedKeyRepository(session, JSON),
                new ViewRepository(session),
                new TimelineRepository(session));
        return new ApplyingSteps(projections, new InboxRepository(session), Clock.systemUTC());
    }
}
