package io.universalmiddleware.cache.consistency;

import io.micrometer.core.instrument.MeterRegistry;
import io.universalmiddleware.cache.settings.CacheSettings;
import io.universalmiddleware.persistence.TestDatabase;
import io.universalmiddleware.persistence.command.CommandRepository;
import io.universalmiddleware.persistence.event.EventRepository;
import io.universalmiddleware.persistence.inbox.InboxRepository;
import java.time.Clock;

/** The awaiting of effects on a test's database. */
public final class Effects {
    private Effects() {}

    public static AwaitingEffects on(TestDatabase database, CacheSettings settings, MeterRegistry meters) {
        return new AwaitingEffects(
                questions -> database.inTransaction(session -> new CheckingEffects(
                                new CommandRepository(session),
                                new EventRepository(session),
                                new InboxRepository(session),
                                settings,
                                Clock.systemUTC())
                        .check(questions)),
                meters);
    }
}
