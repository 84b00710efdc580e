package io.universalmiddleware.cache.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.backends.WithBackends;
import io.universalmiddleware.cache.settings.CacheSettings;
import io.universalmiddleware.contracts.id.CommandId;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.settings.Settings;
import io.universalmiddleware.persistence.TestDatabase;
import io.universalmiddleware.persistence.audit.AuditRepository;
import io.universalmiddleware.persistence.deadletter.Cause;
import io.universalmiddleware.persistence.deadletter.DeadLetter;
import io.universalmiddleware.persistence.deadletter.DeadLetterRepository;
import io.universalmiddleware.persistence.deadletter.Failure;
import io.universalmiddleware.persistence.deadletter.KeptMessage;
import io.universalmiddleware.persistence.deadletter.LetterQuery;
import io.universalmiddleware.persistence.deadletter.LetterReason;
import io.universalmiddleware.persistence.deadletter.ParkedKeyRepository;
import io.universalmiddleware.persistence.deadletter.Parking;
import io.universalmiddleware.persistence.inbox.InboxRepository;
import io.universalmiddleware.persistence.postgres.SqlSession;
import io.universalmiddleware.persistence.timeline.TimelineEntry;
import io.universalmiddleware.persistence.timeline.TimelineRepository;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
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

    @Test
    void closedLettersGoAfterTheirRetentionAndOpenOnesNever(PostgresBackend postgres) {
        try (TestDatabase database = new TestDatabase(postgres)) {
            String open = letter(database);
            String discarded = letter(database);
            database.transact(session -> {
                DeadLetter letter = letter(session, discarded);
                parking(session).discard(letter, "olga", "bad data");
            });

            forgetAfter(database, Duration.ofDays(89));
            assertThat(letters(database)).contains(open, discarded);

            forgetAfter(database, Duration.ofDays(91));
            assertThat(letters(database)).contains(open).doesNotContain(discarded);
        }
    }

    private static String letter(TestDatabase database) {
        UUID message = UUID.randomUUID();
        KeptMessage kept = new KeptMessage(
                "view:x",
                new TenantId("acme"),
                "acme/test.Account/" + message,
                message,
                "test.Added",
                null,
                null,
                Map.of(),
                new byte[] {1},
                Instant.now());
        Failure failure = new Failure(LetterReason.PERMANENT, Cause.of(new IllegalStateException()), 1, Instant.now());
        database.transact(session -> parking(session).bury(kept, failure));
        return message.toString();
    }

    private static DeadLetter letter(SqlSession session, String message) {
        return all(session).stream()
                .filter(letter -> letter.message().id().toString().equals(message))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> letters(TestDatabase database) {
        return database.inTransaction(session -> all(session).stream()
                .map(letter -> letter.message().id().toString())
                .toList());
    }

    private static List<DeadLetter> all(SqlSession session) {
        return new DeadLetterRepository(session, new ObjectMapper())
                .list(new LetterQuery(Set.of("acme"), null, null, null, null, 10_000));
    }

    private static Parking parking(SqlSession session) {
        return new Parking(
                new ParkedKeyRepository(session, new ObjectMapper()),
                new DeadLetterRepository(session, new ObjectMapper()),
                new AuditRepository(session),
                new TimelineRepository(session),
                Clock.systemUTC());
    }

    private static void forgetAfter(TestDatabase database, Duration age) {
        Clock later = Clock.fixed(Instant.now().plus(age), ZoneOffset.UTC);
        boolean more = database.inTransaction(session -> new Forgetting(
                        new InboxRepository(session),
                        new TimelineRepository(session),
                        new DeadLetterRepository(session, new ObjectMapper()),
                        SETTINGS,
                        later)
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
