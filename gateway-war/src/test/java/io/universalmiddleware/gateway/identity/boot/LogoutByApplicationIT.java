package io.universalmiddleware.gateway.identity.boot;

import static io.universalmiddleware.gateway.identity.boot.ApplicationsFixture.BYE;
import static io.universalmiddleware.gateway.identity.boot.ApplicationsFixture.form;
import static io.universalmiddleware.gateway.identity.boot.ApplicationsFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.universalmiddleware.backends.Backends;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.gateway.identity.administration.ApplicationChange;
import io.universalmiddleware.gateway.identity.authorize.LoggingOutOfApplications;
import io.universalmiddleware.gateway.identity.authorize.LogoutRequest;
import io.universalmiddleware.gateway.identity.authorize.ReadingLogouts;
import io.universalmiddleware.gateway.identity.provider.OAuthException;
import io.universalmiddleware.gateway.identity.session.Sessions.Live;
import io.universalmiddleware.persistence.identity.Application;
import io.universalmiddleware.persistence.identity.UserSession;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Applications that send browsers to log their users out. */
@ExtendWith(Backends.class)
class LogoutByApplicationIT {
    private ApplicationsFixture fixture;
    private Application application;
    private Live ann;
    private String cookie;
    private Map<String, Object> tokens;
    private String idToken;

    @BeforeEach
    void begin(PostgresBackend postgres) {
        fixture = new ApplicationsFixture(postgres);
        application = fixture.application("shop", false, "openid").client();
        ann = fixture.loggedIn("ann@example.org");
        cookie = fixture.cookie(ann);
        tokens = fixture.exchange(application, fixture.code(application, ann));
        idToken = text(tokens, "id_token");
    }

    @AfterEach
    void end() {
        fixture.close();
    }

    @Test
    void anIdTokenEndsTheSessionOfItsBrowserAlsoWhenItHasExpired() {
        fixture.identity.clock.advance(fixture.identity.settings.accessLife().multipliedBy(2));
        LogoutRequest request = read(
                "id_token_hint",
                idToken,
                "client_id",
                id(),
                "post_logout_redirect_uri",
                BYE,
                "state",
                "a&b",
                "ui_locales",
                "de");

        assertThat(request.back()).contains(BYE + "&state=a%26b");
        assertThat(logOut(request, Optional.of(cookie))).isTrue();

        assertThat(alive(ann)).isEmpty();
        assertThat(fixture.counts(tokens)).isFalse();
        assertThat(fixture.identity.<String>one(
                        "SELECT reason FROM audit WHERE action = 'end-session' AND subject = 'sessions/"
                                + ann.session().id() + "'"))
                .isEqualTo("by logout");
        assertThat(logOut(request, Optional.of(cookie))).as("again").isTrue();
    }

    @Test
    void fromABrowserThatShowsNoSessionAnIdTokenEndsItsOwnAlone() {
        Live elsewhere = fixture.loggedIn("ann@example.org");

        assertThat(logOut(read("id_token_hint", idToken), Optional.empty())).isTrue();

        assertThat(alive(ann))
                .extracting(UserSession::id)
                .containsExactly(elsewhere.session().id());
    }

    @Test
    void whoeverHoldsAnotherSessionIsAskedFirst() {
        Live ben = fixture.loggedIn("ben@example.org");
        Optional<String> bens = Optional.of(fixture.cookie(ben));
        LogoutRequest request = read("id_token_hint", idToken);

        assertThat(logOut(request, bens)).isFalse();
        assertThat(alive(ann)).hasSize(1);
        assertThat(alive(ben)).hasSize(1);

        answer(request, bens);
        assertThat(alive(ann)).isEmpty();
        assertThat(alive(ben)).isEmpty();
    }

    @Test
    void withoutAnIdTokenOfTheApplicationsNothingEndsUntilTheUserSaysSo() throws Exception {
        for (LogoutRequest request : List.of(
                read(),
                read("client_id", id(), "post_logout_redirect_uri", BYE),
                read("id_token_hint", "not a token"),
                read("id_token_hint", text(tokens, "access_token")),
                read("id_token_hint", ApplicationsFixture.forged(idToken)),
                read("id_token_hint", idToken.substring(0, idToken.lastIndexOf('.') + 1)))) {
            assertThat(request.grant()).isEmpty();
            assertThat(logOut(request, Optional.of(cookie))).isFalse();
            assertThat(logOut(request, Optional.empty())).isFalse();
        }
        assertThat(alive(ann)).hasSize(1);

        answer(read(), Optional.of(cookie));

        assertThat(alive(ann)).isEmpty();
    }

    @Test
    void anApplicationThatIsKeptOutLogsNobodyOut() {
        fixture.clients.applications((a, kind) -> a.change(
                kind,
                ClientsFixture.edit(application.client().id()),
                new ApplicationChange(null, null, null, true)::of,
                fixture.identity.clock.instant()));

        assertThat(logOut(read("id_token_hint", idToken), Optional.of(cookie))).isFalse();
        refused("client_id", id());
        refused("id_token_hint", idToken, "post_logout_redirect_uri", BYE);
    }

    @Test
    void whatDoesNotAgreeIsRefusedAndSendsNobodyAnywhere() {
        Application other = fixture.application("other", false, "openid").client();

        refused("id_token_hint", idToken, "client_id", other.client().id().toString());
        refused("client_id", "shop");
        refused("client_id", UUID.randomUUID().toString());
        refused("post_logout_redirect_uri", BYE);
        for (String uri : List.of(
                BYE + "&",
                BYE + "#x",
                "https://app.example.org/bye",
                ApplicationsFixture.CALLBACK,
                "https://evil.example/")) {
            refused("id_token_hint", idToken, "post_logout_redirect_uri", uri);
        }
        refused("id_token_hint", idToken, "id_token_hint", idToken);
        refused("client_id", id(), "post_logout_redirect_uri", BYE, "state", "1", "state", "2");
        refused("state", "x".repeat(4_096));
    }

    private String id() {
        return application.client().id().toString();
    }

    private LogoutRequest read(String... parameters) {
        return new ReadingLogouts(fixture.clients.provider.lookup(), fixture.hints()).read(form(parameters));
    }

    private void refused(String... parameters) {
        assertThatThrownBy(() -> read(parameters)).isInstanceOf(OAuthException.class);
    }

    private boolean logOut(LogoutRequest request, Optional<String> secret) {
        return logouts(l -> l.logOut(request, secret));
    }

    private void answer(LogoutRequest request, Optional<String> secret) {
        logouts(l -> {
            l.logOutAsAnswered(request, secret);
            return true;
        });
    }

    private <T> T logouts(Function<LoggingOutOfApplications, T> work) {
        return fixture.identity.inTransaction(
                u -> work.apply(new LoggingOutOfApplications(u.refreshingGrants(), u.sessions(), u.browsers())));
    }

    private List<UserSession> alive(Live live) {
        return fixture.identity.sessions(s -> s.alive(live.account().id()));
    }
}
