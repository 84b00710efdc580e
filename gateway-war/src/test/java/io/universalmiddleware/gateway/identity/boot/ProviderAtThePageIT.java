package io.universalmiddleware.gateway.identity.boot;

import static io.universalmiddleware.gateway.identity.boot.ApplicationsFixture.asked;
import static io.universalmiddleware.gateway.identity.boot.ApplicationsFixture.claims;
import static io.universalmiddleware.gateway.identity.boot.ApplicationsFixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import io.universalmiddleware.backends.Backends;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.backends.openid.OpenIdProvider;
import io.universalmiddleware.gateway.identity.authorize.AuthorizeParts;
import io.universalmiddleware.gateway.identity.authorize.LoggedIn;
import io.universalmiddleware.gateway.identity.authorize.ProviderPageParts;
import io.universalmiddleware.gateway.identity.authorize.ProviderPageParts.Got;
import io.universalmiddleware.gateway.identity.external.login.BeginningLogin.Begun;
import io.universalmiddleware.gateway.identity.external.login.PendingLogins.AtPage;
import io.universalmiddleware.gateway.identity.external.provider.LoginTicket;
import io.universalmiddleware.gateway.identity.factor.Secret;
import io.universalmiddleware.gateway.identity.factor.TimeCode;
import io.universalmiddleware.persistence.identity.Account;
import io.universalmiddleware.persistence.identity.Application;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Users who log in to applications by a provider of their tenant, on the platform's own page. */
@ExtendWith(Backends.class)
class ProviderAtThePageIT {
    private static final String OFFER = "Continue with corporate";
    private static final String BACK = "/oauth2/login/callback/acme/corporate";
    private static final String ELSEWHERE = "/oauth2/login/callback/acme/hostile";
    private static final JWTClaimsSet ANN = OpenIdProvider.user("1", "ann@example.org");

    private ApplicationsFixture fixture;
    private ProviderFixture providers;
    private FactorFixture factors;
    private ProviderPageParts page;
    private Application application;
    private String request;

    @BeforeEach
    void begin(PostgresBackend postgres) {
        fixture = new ApplicationsFixture(postgres);
        providers = new ProviderFixture(fixture.identity);
        factors = new FactorFixture(fixture.identity);
        offered(TestNode.ISSUER + BACK);
        page = new ProviderPageParts(
                fixture.authorize(),
                providers.beginning(),
                providers.pending(),
                providers.finishing(fixture.identity.settings),
                factors.answering(),
                fixture.identity.denials,
                new ProviderPageParts.Transactions() {
                    @Override
                    public <T> T run(Function<LoggedIn, T> work) {
                        return fixture.identity.inTransaction(u -> work.apply(u.loggedIn()));
                    }
                });
        application = fixture.application("shop", false, "openid").client();
        request = asked(application);
    }

    @AfterEach
    void end() {
        providers.close();
        fixture.close();
    }

    @Test
    void aUserLogsInByAProviderAndItsBrowserLetsOtherApplicationsIn() {
        assertThat(page.page(request).text()).contains(OFFER);
        Begun begun = begun(request);

        AuthorizeParts.Sent sent =
                finished(begun, answered(begun), Optional.empty()).sent().orElseThrow();

        assertThat(sent.url().toString()).startsWith(ApplicationsFixture.CALLBACK + "?code=umg_");
        Map<String, Object> tokens = fixture.exchange(application, code(sent.url()));
        assertThat(claims(tokens, "id_token").getClaim("amr")).isEqualTo(List.of("fed"));
        assertThat(claims(tokens, "id_token").getSubject())
                .isEqualTo(fixture.identity
                        .find("ann@example.org")
                        .orElseThrow()
                        .id()
                        .toString());
        Application other = fixture.application("desk", false, "openid").client();
        assertThat(fixture.ask(other, Optional.of(sent.cookie()))).isPresent();
    }

    @Test
    void whoHasASecondFactorIsAskedForItAfterTheProviderAsEver() {
        String email = "ann@example.org";
        Account ann = factors.account(email);
        Secret secret = factors.enrolled(factors.user(email));
        offered(TestNode.ISSUER + BACK, ProviderFixture.REDIRECT);
        providers.link(ann.id(), ANN);
        long sessions = sessions();
        Begun begun = begun(request);

        Got asked = finished(begun, answered(begun), Optional.empty());

        assertThat(asked.status()).isEqualTo(200);
        assertThat(asked.text()).contains("name=\"code\"").doesNotContain("type=\"password\"", OFFER);
        assertThat(asked.sent()).isEmpty();
        String challenge = asked.text().replaceFirst(".*name=\"challenge\" value=\"([^\"]*).*", "$1");
        assertThat(page.code(request, challenge, factors.wrong(secret)).sent()).isEmpty();
        assertThat(sessions()).isEqualTo(sessions);
        fixture.identity.clock.advance(TimeCode.STEP);
        AuthorizeParts.Sent sent =
                page.code(request, challenge, factors.code(secret, 0)).sent().orElseThrow();
        assertThat(claims(fixture.exchange(application, code(sent.url())), "id_token")
                        .getClaim("amr"))
                .isEqualTo(List.of("fed", "otp", "mfa"));
        fixture.identity.clock.advance(TimeCode.STEP);
        assertThat(page.code(request, challenge, factors.code(secret, 0)).sent())
                .as("it counted once")
                .isEmpty();
    }

    @Test
    void onlyAProviderThatSendsBrowsersBackToItsPlaceAtThePageIsOfferedThere() {
        for (String other : List.of(ProviderFixture.REDIRECT, TestNode.ISSUER + ELSEWHERE)) {
            offered(other);

            assertThat(page.page(request).text()).doesNotContain("Continue with");
            Got refused = page.begin(request, "corporate");
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.begun()).isEmpty();
        }
        assertThat(page.begin(request, "other").status()).isEqualTo(404);
    }

    @Test
    void aProviderHearsWhatTheApplicationWishes() {
        Begun begun = begun(asked(application, "prompt", "login select_account", "login_hint", "ann@example.org"));

        assertThat(begun.url().getQuery()).contains("prompt=login+select_account", "login_hint=ann@example.org");
        assertThat(begun(asked(application, "max_age", "60")).url().getQuery()).contains("prompt=login");
        assertThat(begun(request).url().getQuery()).doesNotContain("prompt=", "login_hint=");
    }

    @Test
    void whoAProviderDoesNotLogInIsToldAndOfferedTheOtherWays() {
        Begun begun = begun(request);
        String answer = answered(begun);

        offeredAgain(
                finished(begun, "error=access_denied&state=" + begun.ticket().state(), Optional.empty()));
        offeredAgain(finished(begun, answer.replaceFirst("code=[^&]*", "code=guessed"), Optional.empty()));
        assertThat(page.finish(BACK, begun.ticket(), answer, Optional.empty()))
                .as("it counted once")
                .isEmpty();
        Begun away = begun(request);
        String last = answered(away);
        providers.provider.answersCodes(500, body -> "");
        offeredAgain(finished(away, last, Optional.empty()));
        assertThat(sessions()).isZero();
    }

    @Test
    void noAnswerOfAnotherStateCountsAndTheLoginGoesOn() {
        Begun begun = begun(request);
        String answer = answered(begun);

        assertThat(page.finish(BACK, begun.ticket(), "error=access_denied&state=guessed", Optional.empty()))
                .isEmpty();
        assertThat(page.finish(BACK, begun.ticket(), "", Optional.empty())).isEmpty();
        assertThat(page.finish(
                        BACK, begun.ticket(), answer.replaceFirst("state=[^&]*", "state=another"), Optional.empty()))
                .isEmpty();
        assertThat(page.finish(BACK, LoginTicket.of("uml_guessed"), answer, Optional.empty()))
                .isEmpty();
        assertThat(finished(begun, answer, Optional.empty()).sent()).isPresent();
    }

    @Test
    void noAnswerAtAnotherProvidersPlaceCountsAndNobodyElseGetsItsCode() {
        OpenIdProvider hostile = new OpenIdProvider();
        try {
            providers.provider.namesNoIssuer();
            hostile.namesNoIssuer();
            providers.configured(
                    "hostile", hostile, Map.of("register", true, "redirectUris", List.of(TestNode.ISSUER + ELSEWHERE)));
            Begun begun = page.begin(request, "hostile").begun().orElseThrow();
            URI relayed = URI.create(begun.url()
                    .toString()
                    .replace(hostile.issuer(), providers.provider.issuer())
                    .replace("hostile", "corporate"));
            String answer = answer(providers.provider.logsIn(relayed, ANN));

            assertThat(page.finish(BACK, begun.ticket(), answer, Optional.empty()))
                    .isEmpty();

            assertThat(hostile.seen()).isNotEmpty().noneMatch(path -> path.endsWith("/token"));
            assertThat(providers.provider.seen()).noneMatch(path -> path.endsWith("/token"));
            String own = answer(hostile.logsIn(begun.url(), ANN));
            assertThat(page.finish(ELSEWHERE, begun.ticket(), own, Optional.empty())
                            .orElseThrow()
                            .sent())
                    .as("its own answer counts still")
                    .isPresent();
        } finally {
            hostile.close();
        }
    }

    @Test
    void aLoginOfAnApplicationThatBroughtItsOwnIsNoneOfThePages() {
        offered(ProviderFixture.REDIRECT);

        assertThat(providers.pending().atPage(providers.begin().ticket())).isEmpty();
        assertThat(providers.pending().atPage(LoginTicket.of("uml_guessed"))).isEmpty();
    }

    @Test
    void whatIsBegunAtThePageCompletesTheRequestThatItIsForWithinTenMinutes() {
        Begun begun = begun(request);

        assertThat(providers.pending().atPage(begun.ticket())).contains(new AtPage(request, TestNode.ISSUER + BACK));
        fixture.identity.clock.advance(Duration.ofMinutes(10));
        assertThat(providers.pending().atPage(begun.ticket())).isEmpty();
    }

    @Test
    void anIdTokenThatNamesTheUserIsNotKeptWhoItNamesIs() {
        Begun first = begun(request);
        String anns = text(
                fixture.exchange(
                        application,
                        code(finished(first, answered(first), Optional.empty())
                                .sent()
                                .orElseThrow()
                                .url())),
                "id_token");
        String hinted = asked(application, "id_token_hint", anns, "nonce", "n");
        Begun begun = begun(hinted.replace("id_token_hint", "id%5Ftoken_hint"));

        assertThat(fixture.identity.<String>one("SELECT string_agg(request, ' ') FROM pending_login"))
                .contains("id_token_hint=", "nonce=n")
                .doesNotContain(anns);
        Got failed =
                finished(begun, "error=access_denied&state=" + begun.ticket().state(), Optional.empty());
        assertThat(failed.text()).contains("id_token_hint=").doesNotContain(anns);
        String kept = failed.text()
                .replaceFirst("(?s).*?name=\"request\" value=\"([^\"]*).*", "$1")
                .replace("&amp;", "&");
        Begun again = begun(kept);
        assertThat(sentTo(again, OpenIdProvider.user("2", "eve@example.org"))).contains("error=login_required");
        Begun last = begun(kept);
        assertThat(sentTo(last, ANN)).contains("code=umg_");
        assertThat(fixture.authorize()
                        .error(asked(
                                fixture.application("desk", false, "openid").client(), "id_token_hint", hint(kept))))
                .as("it is one application's")
                .isEqualTo("invalid_request");
    }

    private String sentTo(Begun begun, JWTClaimsSet user) {
        String answer = answer(providers.provider.logsIn(begun.url(), user));
        return finished(begun, answer, Optional.empty())
                .sent()
                .orElseThrow()
                .url()
                .toString();
    }

    private static String hint(String request) {
        return request.replaceFirst(".*id_token_hint=([^&]*).*", "$1");
    }

    private void offered(String... redirectUris) {
        providers.configured(Map.of("register", true, "redirectUris", List.of(redirectUris)));
    }

    private long sessions() {
        return fixture.identity.<Long>one("SELECT count(*) FROM user_session");
    }

    private Begun begun(String asked) {
        return page.begin(asked, "corporate").begun().orElseThrow();
    }

    private String answered(Begun begun) {
        return answer(providers.provider.logsIn(begun.url(), ANN));
    }

    private static String answer(Map<String, String> brought) {
        return ApplicationsFixture.form(brought.entrySet().stream()
                .flatMap(pair -> Stream.of(pair.getKey(), pair.getValue()))
                .toArray(String[]::new));
    }

    private Got finished(Begun begun, String answer, Optional<String> cookie) {
        return page.finish(BACK, begun.ticket(), answer, cookie).orElseThrow();
    }

    private static void offeredAgain(Got got) {
        assertThat(got.status()).isGreaterThanOrEqualTo(400);
        assertThat(got.sent()).isEmpty();
        assertThat(got.text()).contains("role=\"alert\"", OFFER, "type=\"password\"");
    }

    private static String code(URI url) {
        return url.getQuery().replaceFirst(".*code=([^&]*).*", "$1");
    }
}
