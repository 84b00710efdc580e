package io.universalmiddleware.processor.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.universalmiddleware.backends.Backends;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.problem.Violation;
import io.universalmiddleware.contracts.rows.RowScope;
import io.universalmiddleware.persistence.TestDatabase;
import io.universalmiddleware.persistence.audit.AuditRepository;
import io.universalmiddleware.persistence.deadletter.Cause;
import io.universalmiddleware.persistence.deadletter.DeadLetterRepository;
import io.universalmiddleware.persistence.deadletter.Failure;
import io.universalmiddleware.persistence.deadletter.KeptMessage;
import io.universalmiddleware.persistence.deadletter.LetterQuery;
import io.universalmiddleware.persistence.deadletter.LetterReason;
import io.universalmiddleware.persistence.deadletter.LetterState;
import io.universalmiddleware.persistence.deadletter.ParkedKey;
import io.universalmiddleware.persistence.deadletter.ParkedKeyRepository;
import io.universalmiddleware.persistence.deadletter.Parking;
import io.universalmiddleware.persistence.postgres.SqlSession;
import io.universalmiddleware.persistence.timeline.TimelineRepository;
import io.universalmiddleware.processor.handling.Announcements;
import io.universalmiddleware.processor.handling.HandlingCommand;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Backends.class)
class DecidingLettersIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final RetryRequest AS_IT_STANDS = new RetryRequest(null, null);
    private final String tenant = "t" + UUID.randomUUID().toString().substring(0, 8);
    private final Operator olga = new Operator("olga", Set.of(tenant));
    private final Operator eve = new Operator("eve", Set.of("other"));
    private final AtomicInteger announced = new AtomicInteger();
    private TestDatabase database;

    @BeforeEach
    void open(PostgresBackend postgres) {
        database = new TestDatabase(postgres);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void theSameDecisionAgainChangesNothingAndTheOtherIsAConflict() {
        UUID retried = letter("a");
        UUID discarded = letter("b");

        for (int i = 0; i < 2; i++) {
            assertThat(decide(d -> d.retry(olga, retried, AS_IT_STANDS))).isInstanceOf(Decision.Stands.class);
            assertThat(decide(d -> d.discard(olga, discarded, "no"))).isInstanceOf(Decision.Stands.class);
        }
        assertThat(announced).as("consumers told to look").hasValue(2);

        assertThat(decide(d -> d.discard(olga, retried, "no"))).isEqualTo(new Decision.Conflict("It is retrying."));
        assertThat(decide(d -> d.retry(olga, discarded, AS_IT_STANDS)))
                .isEqualTo(new Decision.Conflict("It is discarded."));
        assertThat(decide(d -> d.retry(olga, retried, new RetryRequest(JSON.createObjectNode(), null))))
                .isEqualTo(new Decision.Conflict("It is retrying and cannot be edited."));
        assertThat(shown(retried).history())
                .extracting(LetterDetail.Act::action)
                .containsExactly("dead-lettered", "retry");
    }

    @Test
    void aDecisionWhileSomebodyElseDecidesIsAConflict() {
        UUID id = letter("a");

        Decision second = database.inTransaction(first -> {
            deciding(first).retry(olga, id, AS_IT_STANDS);
            return decide(d -> d.discard(olga, id, "no"));
        });

        assertThat(second).isInstanceOf(Decision.Conflict.class);
        assertThat(shown(id).deadLetter().state()).isEqualTo("retrying");
    }

    @Test
    void anotherTenantsLetterIsUnknown() {
        UUID id = letter("a");

        assertThat(decide(d -> d.retry(eve, id, AS_IT_STANDS))).isEqualTo(new Decision.Unknown());
        assertThat(decide(d -> d.discard(eve, id, "no"))).isEqualTo(new Decision.Unknown());
        assertThat(decideAll(d -> d.discardAll(eve, List.of(id), "no"))).isZero();
        assertThat(decide(d -> d.retry(olga, UUID.randomUUID(), AS_IT_STANDS))).isEqualTo(new Decision.Unknown());
    }

    @Test
    void anEditThatDoesNotFitIsRefusedNamingEachPath() {
        UUID id = letter("a");

        Decision refused = decide(d ->
                d.retry(olga, id, new RetryRequest(JSON.createObjectNode().put("amount", "many"), null)));

        assertThat(refused)
                .isEqualTo(new Decision.InvalidPayload(
                        List.of(new Violation("/payload/amount", "test.Deposit 1 a {\"amount\":\"many\"}"))));
        assertThat(shown(id).deadLetter().state()).isEqualTo("open");
    }

    @Test
    void allOfAGroupAreDecidedAtOnceAndNoOther() {
        letter("a");
        letter("b");
        UUID other = letter("c", new IllegalArgumentException("another"));
        String group = database.inTransaction(session -> reading(session).groups(query(null)).groups().stream()
                .filter(g -> g.count() == 2)
                .findFirst()
                .orElseThrow()
                .group());

        List<UUID> ids = database.inTransaction(session -> deciding(session).open(query(group)));
        assertThat(ids).hasSize(2);
        assertThat(decideAll(d -> d.retryAll(olga, ids, "mended"))).isEqualTo(2);

        assertThat(decideAll(d -> d.retryAll(olga, ids, "mended"))).isZero();
        assertThat(shown(other).deadLetter().state()).isEqualTo("open");
        assertThat(shown(ids.get(0)).history().get(1).reason()).isEqualTo("mended");
    }

    /** A command that nobody accepted is given up alone, without its aggregate's key. */
    @Test
    void whoIsHeldToTheirTenantsRowsDecidesAboutItsLettersWhateverTheirKeys() {
        UUID parking = letter("a");
        KeptMessage one = message("b").alone();
        UUID alone = bury(one, new IllegalStateException("out of order"));
        KeptMessage another = message("c").alone();
        UUID given = bury(another, new IllegalStateException("out of order"));

        try (RowScope.Entry rows = RowScope.of(new TenantId(tenant)).enter()) {
            assertThat(decideAll(d -> d.retryAll(olga, List.of(parking, alone), null)))
                    .isEqualTo(2);
            assertThat(decide(d -> d.discard(olga, given, "no"))).isInstanceOf(Decision.Stands.class);
        }

        List<ParkedKey> due =
                database.inTransaction(session -> parking(session).due(Set.of(HandlingCommand.CONSUMER), 100));
        assertThat(due)
                .as("what a consumer takes up")
                .extracting(ParkedKey::key)
                .contains(tenant + "/test.Account/a", one.key(), another.key());
    }

    private LetterQuery query(@Nullable String group) {
        return new LetterQuery(olga.tenants(), LetterState.OPEN, group, null, null, 100);
    }

    private LetterDetail shown(UUID id) {
        return database.inTransaction(session -> reading(session).find(olga, id).orElseThrow());
    }

    private Decision decide(Function<DecidingLetters, Decision> decision) {
        return database.inTransaction(session -> decision.apply(deciding(session)));
    }

    private int decideAll(Function<DecidingLetters, Integer> decision) {
        return database.inTransaction(session -> decision.apply(deciding(session)));
    }

    private UUID letter(String account) {
        return letter(account, new IllegalStateException("out of order"));
    }

    private UUID letter(String account, Exception cause) {
        return bury(message(account), cause);
    }

    private KeptMessage message(String account) {
        UUID message = UUID.randomUUID();
        Map<String, String> headers = Map.of(
                "ce_id",
                message.toString(),
                "ce_type",
                "test.Deposit",
                "ce_dataversion",
                "1",
                "ce_subject",
                account,
                "ce_time",
                Instant.EPOCH.toString(),
                "ce_tenant",
                tenant,
                "ce_aggregatetype",
                "test.Account",
                "ce_principal",
                "ann");
        return new KeptMessage(
                HandlingCommand.CONSUMER,
                new TenantId(tenant),
                tenant + "/test.Account/" + account,
                message,
                "test.Deposit",
                null,
                null,
                headers,
                "{\"amount\":1}".getBytes(StandardCharsets.UTF_8),
                Instant.now());
    }

    private UUID bury(KeptMessage kept, Exception cause) {
        return database.inTransaction(session -> {
            parking(session).bury(kept, new Failure(LetterReason.EXHAUSTED, Cause.of(cause), 5, Instant.now()));
            return new DeadLetterRepository(session, JSON)
                    .list(query(null))
                    .get(0)
                    .id();
        });
    }

    private DecidingLetters deciding(SqlSession session) {
        return new DecidingLetters(
                new DeadLetterRepository(session, JSON),
                parking(session),
                reading(session),
                (type, version, aggregateId, payload) -> payload.contains("many")
                        ? List.of(new Violation(
                                "/payload/amount", type + ' ' + version + ' ' + aggregateId + ' ' + payload))
                        : List.of(),
                new Announcements(settled -> {}, () -> {}, announced::incrementAndGet));
    }

    private static ReadingLetters reading(SqlSession session) {
        return new ReadingLetters(
                new DeadLetterRepository(session, JSON),
                new ParkedKeyRepository(session, JSON),
                new AuditRepository(session));
    }

    private static Parking parking(SqlSession session) {
        return new Parking(
                new ParkedKeyRepository(session, JSON),
                new DeadLetterRepository(session, JSON),
                new AuditRepository(session),
                new TimelineRepository(session),
                Clock.systemUTC());
    }
}
