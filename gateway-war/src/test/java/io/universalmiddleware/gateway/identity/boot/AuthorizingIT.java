package io.universalmiddleware.gateway.identity.boot;

import static io.universalmiddleware.gateway.identity.boot.ApplicationsFixture.CALLBACK;
import static io.universalmiddleware.gateway.identity.boot.ApplicationsFixture.text;
import static io.universalmiddleware.gateway.identity.boot.IdentityFixture.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.backends.Backends;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.gateway.identity.authorize.AuthorizeParts;
import io.universalmiddleware.gateway.identity.session.Sessions.Live;
import io.universalmiddleware.persistence.identity.Application;
import io.universalmiddleware.persistence.identity.UserSession;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a browser that holds a session lets applications in to. */
@ExtendWith(Backends.class)
class AuthorizingIT {
    private static final TenantId OTHER = new TenantId("other");
    private static final String ANN = "ann@example.org";

    private ApplicationsFixture fixture;
    private Application application;
    private Live ann;
    private Optional<String> cookie;

    @BeforeEach
    void begin(PostgresBackend postgres) {
        fixture = new ApplicationsFixture(postgres);
        application =
                fixture.application("shop", false, "openid", "offline_access").client();
        ann = fixture.loggedIn(ANN);
        cookie = Optional.of(fixture.cookie(ann));
    }

    @AfterEach
    void end() {
        fixture.close();
    }

    @Test
    void theSessionOfABrowserLetsApplicationsOfItsTenantInAlone() {
        Application others =
                fixture.application(OTHER, "shop", false, CALLBACK, "openid").client();

        assertThat(fixture.ask(application, cookie).orElseThrow().getQuery()).startsWith("code=umg_");
        assertThat(fixture.ask(others, cookie)).isEmpty();
        assertThat(fixture.ask(application, Optional.empty())).isEmpty();
        assertThat(fixture.ask(application, Optional.of("umb_guessed"))).isEmpty();
    }

    @Test
    void whoLogsInForAnApplicationOfAnotherTenantIsLetInToNothing() {
        Application others =
                fixture.application(OTHER, "shop", false, CALLBACK, "openid").client();

        assertThat(fixture.logsInFor(others, ann, Optional.empty())).isEmpty();

        assertThat(alive()).as("what the login began has ended").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:4711/callback",
                "http://[::1]/callback",
                "http://localhost/callback",
                "org.example.app:/callback"
            })
    void theCookieAloneLetsNothingInThatAnotherProgramOfTheDeviceCanHear(String uri) {
        Application program =
                fixture.application(TENANT, "program", false, uri, "openid").client();
        Application server =
                fixture.application(TENANT, "server", true, uri, "openid").client();

        assertThat(fixture.ask(program, cookie)).as("its user sees who asks").isEmpty();
        assertThat(fixture.ask(server, cookie)).as("it has a secret").isPresent();
        Live again = fixture.loggedIn(ANN);
        assertThat(fixture.logsInFor(program, again, cookie).orElseThrow().url().toString())
                .startsWith(uri + "?code=umg_");
    }

    @Test
    void whoseIdTokenTheApplicationShowsAloneIsLetIn() {
        String anns = text(fixture.exchange(application, fixture.code(application, ann)), "id_token");
        Live ben = fixture.loggedIn("ben@example.org");
        fixture.identity.clock.advance(fixture.identity.settings.accessLife().multipliedBy(2));

        assertThat(fixture.ask(application, cookie, "prompt", "none", "id_token_hint", anns)
                        .orElseThrow()
                        .getQuery())
                .as("it has expired, and she is the one")
                .startsWith("code=");
        assertThat(fixture.ask(application, Optional.of(fixture.cookie(ben)), "id_token_hint", anns))
                .isEmpty();
        assertThat(fixture.logsInFor(
                                application,
                                fixture.loggedIn("ben@example.org"),
                                Optional.empty(),
                                "id_token_hint",
                                anns)
                        .orElseThrow()
                        .url()
                        .getQuery())
                .as("whoever else logs in")
                .startsWith("error=login_required");
        assertThat(fixture.logsInFor(application, fixture.loggedIn(ANN), Optional.empty(), "id_token_hint", anns)
                        .orElseThrow()
                        .url()
                        .getQuery())
                .startsWith("code=");
    }

    @Test
    void whatIsNoIdTokenOfTheApplicationsNamesNobody() throws Exception {
        Map<String, Object> tokens = fixture.exchange(application, fixture.code(application, ann));
        Application other = fixture.application("other", false, "openid").client();

        for (String hint : List.of(
                "not a token",
                text(tokens, "access_token"),
                ApplicationsFixture.forged(text(tokens, "id_token")),
                text(fixture.exchange(other, fixture.code(other, ann)), "id_token"))) {
            assertThat(fixture.authorize().error(ApplicationsFixture.asked(application, "id_token_hint", hint)))
                    .isEqualTo("invalid_request");
        }
    }

    @Test
    void authorizationsHaveABudgetOfTheirOwn() {
        for (int i = 0; i < 20; i++) {
            assertThat(fixture.ask(application, cookie).orElseThrow().getQuery())
                    .startsWith("code=");
        }

        assertThat(fixture.ask(application, cookie, "state", "s").orElseThrow().getQuery())
                .startsWith("error=temporarily_unavailable")
                .contains("state=s");
        assertThat(fixture.identity.<Optional<Duration>>refreshes(
                        r -> r.takeOf(ann.session().id())))
                .as("the session's refreshes are counted apart")
                .isEmpty();
        assertThat(fixture.ask(application, Optional.of(fixture.cookie(fixture.loggedIn(ANN))))
                        .orElseThrow()
                        .getQuery())
                .as("another session's too")
                .startsWith("code=");
    }

    @Test
    void aLoginEndsWhatTheBrowserHeldAndApplicationsOfTheUserGoOn() {
        Map<String, Object> before = fixture.exchange(application, fixture.code(application, ann));
        Live again = fixture.loggedIn(ANN);

        AuthorizeParts.Sent sent = fixture.logsInFor(application, again, cookie).orElseThrow();

        assertThat(sent.cookie()).isNotEqualTo(cookie.orElseThrow());
        assertThat(alive())
                .extracting(UserSession::id)
                .containsExactly(again.session().id());
        assertThat(fixture.ask(application, cookie)).as("the cookie before").isEmpty();
        assertThat(fixture.identity.<String>one(
                        "SELECT reason FROM audit WHERE action = 'end-session' AND subject = 'sessions/"
                                + ann.session().id() + "'"))
                .isEqualTo("by login");
        assertThat(fixture.counts(before)).isTrue();
        Map<String, Object> refreshed = fixture.refresh(application, before.get("refresh_token"));
        assertThat(refreshed).containsKey("access_token");

        fixture.identity.<Boolean>sessions(s -> s.logOut(again.session().id()));
        assertThat(fixture.counts(refreshed))
                .as("they end with the session that goes on")
                .isFalse();
    }

    @Test
    void aLoginOfSomebodyElseEndsWhatTheBrowserHeldWithItsApplications() {
        Map<String, Object> before = fixture.exchange(application, fixture.code(application, ann));

        fixture.logsInFor(application, fixture.loggedIn("ben@example.org"), cookie);

        assertThat(alive()).isEmpty();
        assertThat(fixture.counts(before)).isFalse();
        assertThat(text(fixture.refresh(application, before.get("refresh_token")), "error"))
                .isEqualTo("invalid_grant");
    }

    @Test
    void whatIsOverIsNotTakenUpByALogin() {
        Map<String, Object> before = fixture.exchange(application, fixture.code(application, ann));
        fixture.identity.clock.advance(fixture.identity.settings.idle());

        URI sent = fixture.logsInFor(application, fixture.loggedIn(ANN), cookie)
                .orElseThrow()
                .url();

        assertThat(sent.getQuery()).startsWith("code=");
        assertThat(text(fixture.refresh(application, before.get("refresh_token")), "error"))
                .isEqualTo("invalid_grant");
    }

    private List<UserSession> alive() {
        return fixture.identity.sessions(s -> s.alive(ann.account().id()));
    }
}
