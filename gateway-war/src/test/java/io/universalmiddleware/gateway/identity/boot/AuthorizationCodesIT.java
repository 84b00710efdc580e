package io.universalmiddleware.gateway.identity.boot;

import static io.universalmiddleware.gateway.identity.boot.ApplicationsFixture.CALLBACK;
import static io.universalmiddleware.gateway.identity.boot.ApplicationsFixture.VERIFIER;
import static io.universalmiddleware.gateway.identity.boot.ApplicationsFixture.atOnce;
import static io.universalmiddleware.gateway.identity.boot.ApplicationsFixture.claims;
import static io.universalmiddleware.gateway.identity.boot.ApplicationsFixture.form;
import static io.universalmiddleware.gateway.identity.boot.ApplicationsFixture.text;
import static io.universalmiddleware.gateway.identity.provider.ProviderParts.basic;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import io.universalmiddleware.backends.Backends;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.gateway.identity.administration.AdministeringClients.Made;
import io.universalmiddleware.gateway.identity.session.Sessions.Live;
import io.universalmiddleware.persistence.identity.Application;
import io.universalmiddleware.persistence.identity.RegisteredClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What an application gets for a code, and what it does not. */
@ExtendWith(Backends.class)
class AuthorizationCodesIT {
    private ApplicationsFixture fixture;
    private Application application;
    private Live ann;

    @BeforeEach
    void begin(PostgresBackend postgres) {
        fixture = new ApplicationsFixture(postgres);
        application = fixture.application("shop", false, "openid", "email").client();
        ann = fixture.loggedIn("ann@example.org");
    }

    @AfterEach
    void end() {
        fixture.close();
    }

    @Test
    void aCodeGivesAnIdTokenOfTheUserForTheApplication() {
        Map<String, Object> answer = fixture.exchange(application, code());

        JWTClaimsSet identity = claims(answer, "id_token");
        JWTClaimsSet access = claims(answer, "access_token");
        String client = application.client().id().toString();
        assertThat(identity.getIssuer()).isEqualTo(TestNode.ISSUER);
        assertThat(identity.getSubject()).isEqualTo(ann.account().id().toString());
        assertThat(identity.getAudience()).containsExactly(client);
        assertThat(identity.getClaims())
                .containsEntry("azp", client)
                .containsEntry("nonce", ApplicationsFixture.NONCE)
                .containsEntry("auth_time", ann.session().provedAt().getEpochSecond())
                .containsEntry("acr", "https://universalmiddleware.io/acr/one-factor")
                .containsEntry("sid", access.getClaim("sid"))
                .containsKey("at_hash");
        assertThat(access.getClaim("sid")).isNotEqualTo(ann.session().id().toString());
        assertThat(answer).containsEntry("scope", "email openid").doesNotContainKey("refresh_token");
        assertThat(fixture.identity.<String>one("SELECT reason FROM audit WHERE action = 'authorize-application'"
                        + " AND subject = 'applications/" + client + "'"))
                .isEqualTo("scope [email, openid]");
    }

    @Test
    void noListenerOfThePlatformTakesATokenThatTellsOfTheUserAlone() {
        Map<String, Object> answer = fixture.exchange(application, code());

        assertThat(fixture.node.tokens.identify(text(answer, "access_token"))).isEmpty();
        assertThat(fixture.node.tokens.identify(text(answer, "id_token"))).isEmpty();
        assertThat(fixture.counts(answer)).isTrue();
        assertThat(fixture.clients.provider.granted(text(answer, "id_token"))).isEmpty();
        assertThat(fixture.clients.provider.granted(fixture.node.issue(ann))).isEmpty();
    }

    @Test
    void aRoleIsLentIfTheUserHasItAndAdminNever() {
        fixture.identity
                .database()
                .transact(s -> s.update("UPDATE account SET roles = '{user,admin}'", statement -> {}));
        Application lent = fixture.application("desk", false, "openid", "role:user", "role:auditor", "role:admin")
                .client();

        Map<String, Object> answer = fixture.exchange(lent, fixture.code(lent, fixture.loggedIn("ann@example.org")));

        assertThat(fixture.node
                        .tokens
                        .identify(text(answer, "access_token"))
                        .orElseThrow()
                        .roles())
                .containsExactly("user");
    }

    @Test
    void ofTwentyUsesAtOnceOneSucceedsAndWhatItGaveEnds() {
        String code = code();

        List<Map<String, Object>> answers = atOnce(20, () -> fixture.exchange(application, code));

        List<Map<String, Object>> given = answers.stream()
                .filter(answer -> answer.containsKey("access_token"))
                .toList();
        assertThat(given).hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> Objects.equals(answer.get("error"), "invalid_grant"))
                .hasSize(19);
        given.forEach(answer -> assertThat(fixture.counts(answer)).isFalse());
    }

    @Test
    void aCodeCountsForItsApplicationRedirectUriAndVerifierWithinAMinute() {
        Application other = fixture.application("other", false, "openid").client();

        assertThat(error(fixture.exchange(other, code()))).isEqualTo("invalid_grant");
        assertThat(error(fixture.exchange(application, code(), CALLBACK + "/", VERIFIER)))
                .isEqualTo("invalid_grant");
        assertThat(error(fixture.exchange(application, code(), CALLBACK, VERIFIER + "x")))
                .isEqualTo("invalid_grant");
        assertThat(error(fixture.exchange(application, "umg_guessed"))).isEqualTo("invalid_grant");
        String late = code();
        fixture.identity.clock.advance(Duration.ofMinutes(1));
        assertThat(error(fixture.exchange(application, late))).isEqualTo("invalid_grant");
        assertThat(fixture.identity.<Long>one(
                        "SELECT count(*) FROM authorization_code WHERE encode(hash, 'escape') LIKE '%umg%'"))
                .isZero();
    }

    @Test
    void whereNoKeyCanSignACodeIsNotUsedUp() {
        String code = code();
        fixture.node.ring.take(List.of());

        assertThat(error(fixture.exchange(application, code))).isEqualTo("temporarily_unavailable");

        fixture.node.following.step();
        assertThat(fixture.exchange(application, code)).containsKey("access_token");
    }

    @Test
    void aWrongVerifierUsesTheCodeUp() {
        String code = code();
        fixture.exchange(application, code, CALLBACK, VERIFIER + "x");

        assertThat(error(fixture.exchange(application, code))).isEqualTo("invalid_grant");
    }

    @Test
    void theEndOfTheSessionEndsWhatItLetIn() {
        Map<String, Object> answer = fixture.exchange(application, code());
        String unused = code();
        assertThat(fixture.counts(answer)).isTrue();

        fixture.identity.<Integer>sessions(s -> s.endAll(ann.account().id(), null, "user"));

        assertThat(fixture.counts(answer)).isFalse();
        assertThat(error(fixture.exchange(application, unused))).isEqualTo("invalid_grant");
    }

    @Test
    void anApplicationWithASecretShowsIt() {
        Made<Application> made = fixture.application("server", true, "openid");
        String code = fixture.code(made.client(), ann);
        String secret = Objects.requireNonNull(made.secret()).text();
        String auth = basic(made.client().client().id(), secret);
        String form = form(
                "grant_type", "authorization_code", "code", code, "redirect_uri", CALLBACK, "code_verifier", VERIFIER);

        assertThat(error(fixture.exchange(made.client(), code))).isEqualTo("invalid_client");
        assertThat(fixture.clients.provider.token(auth, form)).containsKey("id_token");
        assertThat(error(fixture.clients.provider.token(auth, "grant_type=client_credentials")))
                .isEqualTo("unauthorized_client");
    }

    @Test
    void aServiceAccountGetsNothingForACode() {
        Made<RegisteredClient> program = fixture.clients.client("importer", Set.of("user"), Set.of());

        assertThat(error(fixture.clients.provider.token(
                        basic(
                                program.client().id(),
                                Objects.requireNonNull(program.secret()).text()),
                        form("grant_type", "authorization_code", "code", code()))))
                .isEqualTo("unauthorized_client");
    }

    private String code() {
        return fixture.code(application, ann);
    }

    private static String error(Map<String, Object> answer) {
        return text(answer, "error");
    }
}
