package io.universalmiddleware.cache.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.backends.WithBackends;
import io.universalmiddleware.cache.settings.CacheSettings;
import io.universalmiddleware.contracts.id.CommandId;
import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.persistence.TestDatabase;
import io.universalmiddleware.persistence.inbox.InboxRepository;
import io.universalmiddleware.persistence.timeline.TimelineEntry;
import io.universalmiddleware.persistence.timeline.TimelineRepository;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@WithBackends
class ForgettingIT {
    private static final CacheSettings SETTINGS = CacheSettings.from(new Settings(key -> Optional.empty()));

    @Test
    void whatIsOlderThanItsRetentionGoesAndTheRestStays(PostgresBackend postgres) {
        CommandId command = new CommandId(UUID.randomUUID());
        UUID message = UUID.randomUUID();
        try (TestDatabase database = new TestDatabase(postgres)) {
            database.transact(session -> {
                new InboxRepository(session).add("view:x", message);
                new TimelineRepository(session)
                        .addAll(List.of(new TimelineEntry(command, Instant.now(), "pushed", "{}")));
            });

            forgetAfter(database, Duration.ofDays(7));
            assertThat(left(database, command, message)).isEqualTo(2);

            forgetAfter(database, Duration.ofDays(9));
            assertThat(left(database, command, message)).isEqualTo(1);

            forgetAfter(database, Duration.ofDays(31));
            assertThat(left(database, command, message)).isZero();
        }
    }

    private static void forgetAfter(TestDatabase database, Duration age) {
        Clock later = Clock.fixed(Instant.now().plus(age), ZoneOffset.UTC);
        boolean more = database.inTransaction(session -> new Forgetting(
                        new InboxRepository(session), new TimelineRepository(session), SETTINGS, later)
                .forgetSome());
        assertThat(more).isFalse();
    }

    private static int left(TestDatabase database, CommandId command, UUID message) {
        return database.inTransaction(session -> 1
                - new InboxRepository(session)
                        .missing("view:x", Set.of(message))
                        .size()
                + new TimelineRepository(session).of(command).size());
    }
}
