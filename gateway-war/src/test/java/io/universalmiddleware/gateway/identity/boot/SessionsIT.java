package io.universalmiddleware.gateway.identity.boot;

import static io.universalmiddleware.gateway.identity.boot.IdentityFixture.CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.backends.Backends;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.gateway.identity.session.Sessions.Live;
import io.universalmiddleware.persistence.identity.Account;
import io.universalmiddleware.persistence.identity.AccountRepository;
import io.universalmiddleware.persistence.identity.UserSession;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Sessions of an account: how they go on and how they end. */
@ExtendWith(Backends.class)
class SessionsIT {
    private IdentityFixture fixture;
    private Account ann;

    @BeforeEach
    void open(PostgresBackend postgres) {
        fixture = new IdentityFixture(postgres);
        ann = fixture.account("ann@example.org");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void eachRefreshTokenCountsOnce() {
        Live first = fixture.begin(ann);
        Live second = fixture.refresh(first).orElseThrow();
        Live third = fixture.refresh(second).orElseThrow();

        assertThat(third.session().id()).isEqualTo(first.session().id());
        assertThat(fixture.refresh(first)).isEmpty();
        assertThat(fixture.refresh(third)).as("the family is dead").isEmpty();
        assertThat(alive()).isEmpty();
    }

    @Test
    void ofManyAtOnceOneSucceedsAndThenTheFamilyIsDead() throws Exception {
        TestNode node = fixture.node();
        Live live = fixture.begin(ann);
        String access = node.issue(live);
        int many = 50;
        ExecutorService threads = Executors.newFixedThreadPool(many);
        CountDownLatch ready = new CountDownLatch(many);
        List<CompletableFuture<Optional<Live>>> all = Stream.generate(() -> CompletableFuture.supplyAsync(
                        () -> {
                            ready.countDown();
                            awaitAll(ready);
                            return fixture.refresh(live);
                        },
                        threads))
                .limit(many)
                .toList();
        List<Live> succeeded = all.stream()
                .map(CompletableFuture::join)
                .flatMap(Optional::stream)
                .toList();
        threads.shutdown();

        assertThat(succeeded).hasSizeLessThanOrEqualTo(1);
        succeeded.forEach(won -> assertThat(fixture.refresh(won)).isEmpty());
        assertThat(alive()).isEmpty();
        node.following.step();
        assertThat(node.tokens.identify(access)).isEmpty();
    }

    @Test
    void nobodyEndsAnothersSession() {
        Account bob = fixture.account("bob@example.org");
        Live live = fixture.begin(ann);

        assertThat(fixture.<Boolean>sessions(s -> s.end(bob.id(), live.session().id(), "user")))
                .isFalse();
        assertThat(fixture.<Integer>sessions(s -> s.endAll(bob.id(), null, "user")))
                .isZero();
        assertThat(fixture.<List<UserSession>>sessions(s -> s.alive(bob.id()))).isEmpty();
        assertThat(alive()).hasSize(1);
    }

    @Test
    void allEndButTheOneThatIsKept() {
        Live kept = fixture.begin(ann);
        fixture.begin(ann);
        fixture.begin(ann);

        assertThat(fixture.<Integer>sessions(
                        s -> s.endAll(ann.id(), kept.session().id(), "password")))
                .isEqualTo(2);
        assertThat(alive())
                .extracting(UserSession::id)
                .containsExactly(kept.session().id());
        assertThat(fixture.<Integer>sessions(s -> s.endAll(ann.id(), null, "user")))
                .isEqualTo(1);
    }

    @Test
    void aSessionEndsWhenItIsIdleAndAtItsTimeInAnyCase() {
        Live idle = fixture.begin(ann);
        fixture.clock.advance(Duration.ofHours(12));
        assertThat(fixture.refresh(idle)).isEmpty();

        Live used = fixture.begin(ann);
        for (int i = 0; i < 59; i++) {
            fixture.clock.advance(Duration.ofHours(11));
            Optional<Live> next = fixture.refresh(used);
            assertThat(next).as("after %d h", 11 * (i + 1)).isPresent();
            used = next.orElseThrow();
        }
        fixture.clock.advance(Duration.ofDays(3));
        assertThat(fixture.refresh(used)).isEmpty();
        assertThat(alive()).isEmpty();
    }

    @Test
    void aDisabledAccountHasNoSessions() {
        Live live = fixture.begin(ann);
        fixture.database()
                .transact(
                        s -> new AccountRepository(s).change(ann.id(), Set.of("user"), true, fixture.clock.instant()));

        assertThat(fixture.refresh(live)).isEmpty();
        assertThat(fixture.<Optional<Live>>sessions(s -> s.begin(ann, CLIENT, List.of("pwd"))))
                .isEmpty();
    }

    @Test
    void theAuditTellsOfEachLoginAndEachEnd() {
        Live stolen = fixture.begin(ann);
        fixture.refresh(stolen);
        fixture.refresh(stolen);
        Live left = fixture.begin(ann);
        fixture.sessions(s -> s.end(ann.id(), left.session().id(), "user"));

        List<String> acts = fixture.database()
                .inTransaction(s -> s.query(
                        "SELECT action || ' ' || subject || coalesce(' ' || reason, '') FROM audit WHERE actor = ? ORDER BY id",
                        statement -> statement.setString(1, "acme/" + ann.id()),
                        row -> row.getString(1)));

        assertThat(acts)
                .containsExactly(
                        "login sessions/" + stolen.session().id(),
                        "end-session sessions/" + stolen.session().id() + " by reuse",
                        "login sessions/" + left.session().id(),
                        "end-session sessions/" + left.session().id() + " by user");
    }

    @Test
    void aSessionIsRefreshedSoOftenAndATokenThatIsRefusedStillCounts() {
        Live live = fixture.begin(ann);
        for (int i = 0; i < 20; i++) {
            assertThat(wait(live)).as("the %d.", i).isEmpty();
            live = fixture.refresh(live).orElseThrow();
        }
        assertThat(wait(live)).contains(Duration.ofSeconds(30));
        assertThat(wait(fixture.begin(ann))).as("another session").isEmpty();

        fixture.clock.advance(Duration.ofSeconds(30));

        assertThat(wait(live)).isEmpty();
        assertThat(fixture.refresh(live)).isPresent();
        for (int i = 0; i < 30; i++) {
            assertThat(wait(live)).as("used: it is to end the session").isEmpty();
        }
    }

    @Test
    void ofAnAccountsSessionsThoseUsedLastGoOn() {
        Live first = fixture.begin(ann);
        fixture.clock.advance(Duration.ofSeconds(1));
        Live second = fixture.begin(ann);
        fixture.clock.advance(Duration.ofSeconds(1));
        for (int i = 0; i < 98; i++) {
            fixture.begin(ann);
        }
        assertThat(alive()).hasSize(100);
        fixture.clock.advance(Duration.ofSeconds(1));
        Live used = fixture.refresh(first).orElseThrow();

        fixture.begin(ann);

        assertThat(alive()).hasSize(100);
        assertThat(fixture.refresh(second)).isEmpty();
        assertThat(fixture.refresh(used)).isPresent();
    }

    @Test
    void whatEndedAMonthAgoIsRemoved() {
        Live old = fixture.begin(ann);
        fixture.refresh(old);
        fixture.clock.advance(Duration.ofDays(20));
        Live later = fixture.begin(ann);
        fixture.clock.advance(Duration.ofDays(11));
        fixture.begin(ann);

        fixture.tidy(fixture.settings);

        List<UUID> left = fixture.database()
                .inTransaction(s -> s.query(
                        "SELECT DISTINCT session_id FROM refresh_token JOIN user_session s ON s.id = session_id",
                        statement -> {},
                        row -> row.getObject(1, UUID.class)));
        assertThat(left).hasSize(2).contains(later.session().id());
        assertThat(fixture.<Long>one("SELECT count(*) FROM user_session")).isEqualTo(2);
    }

    @Test
    void whatIsStoredOfARefreshTokenIsNotTheToken() {
        Live live = fixture.begin(ann);

        List<byte[]> stored = fixture.database()
                .inTransaction(s -> s.query("SELECT hash FROM refresh_token", statement -> {}, row -> row.getBytes(1)));

        assertThat(stored).containsExactly(live.refresh().hash());
        assertThat(live.toString()).doesNotContain(live.refresh().text());
    }

    private Optional<Duration> wait(Live live) {
        return fixture.refreshes(r -> r.take(live.refresh().text()));
    }

    private List<UserSession> alive() {
        UUID id = ann.id();
        return fixture.sessions(s -> s.alive(id));
    }

    private static void awaitAll(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(hurried);
        }
    }
}
