package io.universalmiddleware.cache.projecting;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.universalmiddleware.cache.pushing.Pushing;
import io.universalmiddleware.cache.view.Views;
import io.universalmiddleware.contracts.trace.Spans;
import io.universalmiddleware.persistence.TestDatabase;
import io.universalmiddleware.persistence.inbox.InboxRepository;
import io.universalmiddleware.persistence.timeline.TimelineRepository;
import io.universalmiddleware.persistence.view.ViewRepository;
import java.time.Clock;

/** Event delivery on a test's database. */
public final class Deliveries {
    private Deliveries() {}

    public static EventDelivery on(
            TestDatabase database, Views views, Pushing pushing, Runnable committed, MeterRegistry meters) {
        return new EventDelivery(
                new ObjectMapper(),
                views,
                (events, poison) -> database.inTransaction(session -> new ProjectingBatch(
                                views,
                                new InboxRepository(session),
                                new ViewRepository(session),
                                new TimelineRepository(session),
                                Clock.systemUTC())
                        .project(events, poison)),
                pushing,
                committed,
                Spans.off(),
                meters);
    }
}
