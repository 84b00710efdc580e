package io.universalmiddleware.gateway.identity.boot;

import static io.universalmiddleware.gateway.identity.boot.IdentityFixture.CLIENT;
import static io.universalmiddleware.gateway.identity.boot.IdentityFixture.PASSWORD;
import static io.universalmiddleware.gateway.identity.boot.IdentityFixture.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.universalmiddleware.backends.Backends;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.rows.RowScope;
import io.universalmiddleware.gateway.control.StandInToken;
import io.universalmiddleware.gateway.identity.account.Email;
import io.universalmiddleware.gateway.identity.browser.BrowserSessions;
import io.universalmiddleware.gateway.identity.request.CurrentUser;
import io.universalmiddleware.gateway.identity.rest.BrowserResource;
import io.universalmiddleware.gateway.identity.session.LoggingIn.Outcome;
import io.universalmiddleware.gateway.identity.session.Sessions.Live;
import io.universalmiddleware.gateway.identity.session.Sessions.Proved;
import io.universalmiddleware.gateway.identity.token.OpaqueToken;
import io.universalmiddleware.persistence.identity.Account;
import io.universalmiddleware.persistence.identity.AccountRepository;
import io.universalmiddleware.persistence.identity.UserSession;
import io.universalmiddleware.token.Identity;
import jakarta.ws.rs.core.HttpHeaders;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A browser's hold of a session. */
@ExtendWith(Backends.class)
class BrowserSessionsIT {
    private static final String ANN = "ann@example.org";

    private IdentityFixture fixture;
    private Live live;
    private String secret;

    @BeforeEach
    void begin(PostgresBackend postgres) {
        fixture = new IdentityFixture(postgres);
        fixture.account(ANN);
        fixture.find(ANN)
                .ifPresent(ann -> fixture.database()
                        .transact(s -> new AccountRepository(s).verify(ann.id(), fixture.clock.instant())));
        live = logIn();
        secret = given(live).orElseThrow();
    }

    @AfterEach
    void end() {
        fixture.close();
    }

    @Test
    void aCookieIsOfItsSessionAndIsKeptAsAHash() {
        assertThat(secret).startsWith("umb_");
        assertThat(used(secret).orElseThrow().session().id())
                .isEqualTo(live.session().id());
        assertThat(used(secret + "x")).isEmpty();
        assertThat(fixture.<Long>one("SELECT count(*) FROM browser_session WHERE encode(hash, 'escape') LIKE '%umb%'"))
                .isZero();
    }

    @Test
    void oneBrowserHoldsASessionAtATime() {
        assertThat(given(live)).isEmpty();

        assertThat(used(secret)).isPresent();
        assertThat(fixture.<Long>one(
                        "SELECT count(*) FROM audit WHERE action = 'open-browser-session' AND subject = 'sessions/"
                                + live.session().id() + "'"))
                .isEqualTo(1L);
    }

    @Test
    void aSessionThatIsNotThereIsHeldByNobody() {
        UUID nowhere = UUID.randomUUID();

        assertThat(this.<Optional<OpaqueToken>>browsers(
                        b -> b.give(new CurrentUser(live.account().id(), nowhere), Optional.empty())))
                .isEmpty();
    }

    @Test
    void aBrowserTakesOverWhatWasLoggedInToLatelyForItsOwnOriginAlone() {
        JsonWebToken token = new StandInToken(Map.of(
                "sub",
                live.account().id().toString(),
                "sid",
                live.session().id().toString(),
                Identity.OWN,
                true,
                "auth_time",
                fixture.clock.instant().getEpochSecond()));

        fixture.clock.advance(Duration.ofMinutes(15));
        assertThat(refusal(token, "cross-site")).isEqualTo(403);
        assertThat(refusal(token, "same-origin")).as("it is held").isEqualTo(409);
        fixture.clock.advance(Duration.ofSeconds(1));
        assertThat(refusal(token, "same-origin")).isEqualTo(401);
    }

    @Test
    void aSessionThatABrowserUsesGoesOnUntilItIsIdle() {
        fixture.clock.advance(Duration.ofHours(11));
        assertThat(used(secret)).isPresent();
        fixture.clock.advance(Duration.ofHours(11));
        assertThat(used(secret)).isPresent();
        fixture.clock.advance(Duration.ofHours(12));
        assertThat(used(secret)).isEmpty();
    }

    @Test
    void aSessionThatABrowserUsesEndsAtItsTimeInAnyCase() {
        for (int hours = 11; hours < 30 * 24; hours += 11) {
            fixture.clock.advance(Duration.ofHours(11));
            assertThat(used(secret)).isPresent();
        }
        fixture.clock.advance(Duration.ofHours(11));
        assertThat(used(secret)).isEmpty();
    }

    @Test
    void whoEndsTheSessionEndsTheCookieAndTheOtherWayRound() {
        boolean ended = fixture.sessions(
                sessions -> sessions.end(live.account().id(), live.session().id(), "user"));
        assertThat(ended).isTrue();
        assertThat(used(secret)).isEmpty();

        Live other = logIn();
        String cookie = given(other).orElseThrow();
        TestNode node = fixture.node();
        String token = node.issue(other);
        assertThat(node.tokens.identify(token)).isPresent();
        browsers(b -> {
            b.end(cookie);
            return true;
        });
        node.following.step();
        assertThat(node.tokens.identify(token)).isEmpty();
        assertThat(used(cookie)).isEmpty();
    }

    @Test
    void aBrowserLeavesTheSessionThatItHeldWhateverTenantItIsOf() {
        TenantId elsewhere = new TenantId("other");
        fixture.accounts(accounts -> {
            accounts.register(elsewhere, new Email(ANN), fixture.passwords.hash(PASSWORD));
            return ANN;
        });
        Account other = fixture.database()
                .inTransaction(s -> new AccountRepository(s).find(elsewhere, new Email(ANN).key()))
                .orElseThrow();
        Live left = fixture.begin(other);
        String before = given(left).orElseThrow();
        Live next = logIn();

        Optional<OpaqueToken> given;
        try (RowScope.Entry acme = RowScope.of(TENANT).enter()) {
            given = browsers(b -> b.give(FactorFixture.user(next), Optional.of(before)));
        }

        assertThat(used(given.orElseThrow().text())).isPresent();
        assertThat(used(before)).isEmpty();
        assertThat(fixture.<List<UserSession>>sessions(s -> s.alive(other.id())))
                .isEmpty();
        assertThat(fixture.<String>one("SELECT tenant FROM audit WHERE action = 'end-session' AND subject = 'sessions/"
                        + left.session().id() + "'"))
                .isEqualTo("other");
    }

    private Optional<Proved> used(String text) {
        return browsers(b -> b.find(text).flatMap(session -> b.use(session, CLIENT)));
    }

    @SuppressWarnings("NullAway") // it is refused before it needs them
    private int refusal(JsonWebToken token, String site) {
        return browsers(b -> catchThrowableOfType(
                        ProblemException.class,
                        () -> new BrowserResource(b, null, null, new FactorFixture(fixture).steppingUp(), token)
                                .open(from(site)))
                .problem()
                .status());
    }

    @SuppressWarnings("NullAway") // a field that is not there
    private static HttpHeaders from(String site) {
        return (HttpHeaders) Proxy.newProxyInstance(
                HttpHeaders.class.getClassLoader(),
                new Class<?>[] {HttpHeaders.class},
                (proxy, method, of) -> "Sec-Fetch-Site".equals(of[0]) ? site : null);
    }

    private Live logIn() {
        return ((Outcome.In) fixture.logIn(TENANT, ANN, PASSWORD)).live();
    }

    private Optional<String> given(Live to) {
        return browsers(b -> b.give(FactorFixture.user(to), Optional.empty())).map(OpaqueToken::text);
    }

    private <T> T browsers(Function<BrowserSessions, T> work) {
        return fixture.inTransaction(u -> work.apply(u.browsers()));
    }
}
