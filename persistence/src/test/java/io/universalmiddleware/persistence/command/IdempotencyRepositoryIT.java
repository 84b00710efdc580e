package io.universalmiddleware.persistence.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.backends.Backends;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.contracts.id.CommandId;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.id.Uuid7;
import io.universalmiddleware.persistence.TestDatabase;
import io.universalmiddleware.persistence.postgres.SqlSession;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Backends.class)
class IdempotencyRepositoryIT {
    private static final TenantId ACME = new TenantId("acme");
    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");
    private static final byte[] BODY = {1, 2, 3};
    private static final byte[] OTHER_BODY = {9};

    private final CommandId command = new CommandId(Uuid7.next(Clock.systemUTC()));
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
    void theSameRequestIsReplayedAndAnotherIsRefused() {
        assertThat(claim("replay", "ann", BODY, NOON)).isInstanceOf(Claim.Fresh.class);

        assertThat(claim("replay", "ann", BODY, NOON)).isEqualTo(new Claim.Replay(command));
        assertThat(claim("replay", "ann", OTHER_BODY, NOON)).isInstanceOf(Claim.Mismatch.class);
        assertThat(claim("replay", "bob", OTHER_BODY, NOON)).isInstanceOf(Claim.Fresh.class);
    }

    @Test
    void aKeyWhoseTransactionIsOpenIsInFlightAndNobodyWaits() {
        database.transact(first -> {
            assertThat(claim(first, "open", "ann", BODY, NOON)).isInstanceOf(Claim.Fresh.class);
            assertThat(claim("open", "ann", BODY, NOON)).isInstanceOf(Claim.InFlight.class);
        });
    }

    @Test
    void aKeyOfARolledBackTransactionIsFree() {
        try {
            database.transact(s -> {
                claim(s, "rolled-back", "ann", BODY, NOON);
                throw new IllegalStateException("killed");
            });
        } catch (IllegalStateException expected) {
            assertThat(expected).hasMessage("killed");
        }

        assertThat(claim("rolled-back", "ann", OTHER_BODY, NOON)).isInstanceOf(Claim.Fresh.class);
    }

    @Test
    void aKeyExpiresAndIsRemoved() {
        claim("expiring", "ann", BODY, NOON);

        assertThat(claim("expiring", "ann", OTHER_BODY, NOON.plus(Duration.ofHours(25))))
                .isInstanceOf(Claim.Fresh.class);
        assertThat(database.<Integer>inTransaction(
                        s -> new IdempotencyRepository(s).removeExpired(NOON.plus(Duration.ofDays(9)), 100)))
                .isPositive();
    }

    @Test
    void claimsManyAtOnceEachOnItsOwn() {
        claim("many-taken", "ann", BODY, NOON);
        claim("many-expired", "ann", BODY, NOON.minus(Duration.ofDays(2)));
        CommandId first = fresh();
        List<KeyClaim> claims = List.of(
                asking("many-free", "ann", BODY, first, NOON),
                asking("many-taken", "ann", BODY, fresh(), NOON),
                asking("many-free", "ann", BODY, fresh(), NOON),
                asking("many-free", "ann", OTHER_BODY, fresh(), NOON),
                asking("many-free", "bob", OTHER_BODY, fresh(), NOON),
                asking("many-expired", "ann", OTHER_BODY, fresh(), NOON),
                asking("many-taken", "ann", OTHER_BODY, fresh(), NOON));

        List<Claim> outcomes = database.inTransaction(s -> new IdempotencyRepository(s).claimAll(claims, NOON));

        assertThat(outcomes)
                .containsExactly(
                        new Claim.Fresh(),
                        new Claim.Replay(command),
                        new Claim.Replay(first),
                        new Claim.Mismatch(),
                        new Claim.Fresh(),
                        new Claim.Fresh(),
                        new Claim.Mismatch());
    }

    @Test
    void ofManyOnlyThoseInAnOpenTransactionAreInFlight() {
        database.transact(first -> {
            claim(first, "open-one", "ann", BODY, NOON);

            List<Claim> outcomes = database.inTransaction(s -> new IdempotencyRepository(s)
                    .claimAll(
                            List.of(
                                    asking("open-one", "ann", BODY, fresh(), NOON),
                                    asking("open-other", "ann", BODY, fresh(), NOON)),
                            NOON));
            assertThat(outcomes).containsExactly(new Claim.InFlight(), new Claim.Fresh());
        });
    }

    /** Otherwise two transactions with many keys each could wait for one another. */
    @Test
    void removingExpiredKeysWaitsForNobody() {
        claim("waiting", "ann", BODY, NOON.minus(Duration.ofDays(30)));
        database.transact(claiming -> {
            assertThat(claim(claiming, "waiting", "ann", OTHER_BODY, NOON)).isInstanceOf(Claim.Fresh.class);

            database.transact(removing -> {
                removing.update("SET LOCAL lock_timeout = '2s'", s -> {});
                new IdempotencyRepository(removing).removeExpired(NOON.minus(Duration.ofDays(20)), 100);
            });
        });
    }

    private Claim claim(String key, String principal, byte[] body, Instant now) {
        return database.inTransaction(s -> claim(s, key, principal, body, now));
    }

    private Claim claim(SqlSession session, String key, String principal, byte[] body, Instant now) {
        return new IdempotencyRepository(session)
                .claimAll(List.of(asking(key, principal, body, command, now)), now)
                .get(0);
    }

    private static KeyClaim asking(String key, String principal, byte[] body, CommandId command, Instant now) {
        return new KeyClaim(ACME, principal, key, body, command, now.plus(Duration.ofHours(24)));
    }

    private static CommandId fresh() {
        return new CommandId(Uuid7.next(Clock.systemUTC()));
    }
}
