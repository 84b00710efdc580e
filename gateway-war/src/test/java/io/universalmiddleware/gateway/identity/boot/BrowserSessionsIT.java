package io.universalmiddleware.gateway.identity.boot;

import static io.universalmiddleware.gateway.identity.boot.IdentityFixture.CLIENT;
import static io.universalmiddleware.gateway.identity.boot.IdentityFixture.PASSWORD;
import static io.universalmiddleware.gateway.identity.boot.IdentityFixture.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.backends.Backends;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.gateway.identity.browser.BrowserSessions;
import io.universalmiddleware.gateway.identity.session.LoggingIn.Outcome;
import io.universalmiddleware.gateway.identity.session.Sessions.Live;
import io.universalmiddleware.gateway.identity.session.Sessions.Proved;
import io.universalmiddleware.persistence.identity.AccountRepository;
import io.universalmiddleware.persistence.identity.BrowserSessionRepository;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
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
        live = ((Outcome.In) fixture.logIn(TENANT, ANN, PASSWORD)).live();
        secret = browsers(b -> b.give(live.session().id())).text();
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
        String next = browsers(b -> b.give(live.session().id())).text();

        assertThat(used(secret)).isEmpty();
        assertThat(used(next)).isPresent();
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

        Live other = ((Outcome.In) fixture.logIn(TENANT, ANN, PASSWORD)).live();
        String cookie = browsers(b -> b.give(other.session().id())).text();
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

    private Optional<Proved> used(String text) {
        return browsers(b -> b.use(text, CLIENT));
    }

    private <T> T browsers(Function<BrowserSessions, T> work) {
        return fixture.inTransaction(
                u -> work.apply(new BrowserSessions(new BrowserSessionRepository(u.session()), u.sessions())));
    }
}
