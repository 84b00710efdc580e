package io.universalmiddleware.gateway.identity.boot;

import static io.universalmiddleware.backends.openid.OpenIdProvider.user;
import static io.universalmiddleware.gateway.identity.boot.IdentityFixture.PASSWORD;
import static io.universalmiddleware.gateway.identity.boot.IdentityFixture.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.universalmiddleware.contracts.audit.Denial;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.gateway.definition.ProviderDefinition;
import io.universalmiddleware.gateway.identity.external.login.BeginningLogin.Begun;
import io.universalmiddleware.gateway.identity.session.LoggingIn.Outcome;
import io.universalmiddleware.gateway.identity.session.Sessions.Live;
import io.universalmiddleware.persistence.identity.Account;
import io.universalmiddleware.persistence.identity.AccountRepository;
import io.universalmiddleware.persistence.identity.LinkedIdentity;
import io.universalmiddleware.persistence.identity.UserSession;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Logins by a provider that behaves. */
@ExtendWith(IdentityFixtures.class)
class ProviderLoginIT {
    private static final String ANN = "ann@example.org";

    private final IdentityFixture fixture;
    private final ProviderFixture login;

    ProviderLoginIT(IdentityFixture fixture, ProviderFixture login) {
        this.fixture = fixture;
        this.login = login;
    }

    @Test
    void theFirstLoginMakesAnAccountAndTheNextFindsIt() throws ParseException {
        Live first = in(login.logIn(user("subject 1", ANN)));
        Live next = in(login.logIn(user("subject 1", "another@example.org")));

        assertThat(first.account().email()).isEqualTo(ANN);
        assertThat(first.account().isVerified()).isTrue();
        assertThat(first.account().roles()).containsExactly("user");
        assertThat(next.account().id()).isEqualTo(first.account().id());
        JWTClaimsSet token = SignedJWT.parse(fixture.node().issue(first)).getJWTClaimsSet();
        assertThat(token.getStringListClaim("amr")).containsExactly("fed");
        assertThat(token.getStringClaim("acr")).isEqualTo("https://universalmiddleware.io/acr/one-factor");
        assertThat(fixture.<String>one("SELECT reason FROM audit WHERE action = 'login' AND subject = 'sessions/"
                        + first.session().id() + "'"))
                .isEqualTo("provider corporate");
        assertThat(fixture.logIn(TENANT, ANN, PASSWORD))
                .as("nobody knows its password")
                .isInstanceOf(Outcome.Wrong.class);
        assertThat(login.provider.seen().stream().filter(path -> path.endsWith("/openid-configuration")))
                .as("what the provider says of itself is kept")
                .hasSize(1);
        assertThat(login.provider.seen().stream().filter(path -> path.endsWith("/keys")))
                .hasSize(1);
    }

    @Test
    void aLoginIsFinishedOnceByWhoBeganItWhereItWasBegun() {
        Begun begun = login.begin();
        Map<String, String> answer = login.provider.logsIn(begun.url(), user("1", ANN));
        Begun attackers = login.begin();

        assertThat(status(() -> login.finish(attackers.ticket().text(), answer)))
                .as("another's login")
                .isEqualTo(401);
        assertThat(status(
                        () -> login.finish(new TenantId("other"), begun.ticket().text(), answer)))
                .isEqualTo(401);
        assertThat(status(() -> login.finish(begun.ticket().text(), answer)))
                .as("whatever came of it")
                .isEqualTo(401);

        Begun again = login.begin();
        Map<String, String> right = login.provider.logsIn(again.url(), user("1", ANN));
        in(login.finish(again.ticket().text(), right));
        assertThat(status(() -> login.finish(again.ticket().text(), right))).isEqualTo(401);
        assertThat(fixture.denials.all()).extracting(Denial::action).containsOnly("finishProviderLogin");
    }

    @Test
    void aLoginEndsAfterTenMinutesAndIsTidiedAway() {
        Begun begun = login.begin();
        Map<String, String> answer = login.provider.logsIn(begun.url(), user("1", ANN));
        login.begin();
        fixture.clock.advance(Duration.ofMinutes(10));

        assertThat(status(() -> login.finish(begun.ticket().text(), answer))).isEqualTo(401);
        fixture.clock.advance(Duration.ofSeconds(1));
        fixture.tidy(fixture.settings);
        assertThat(fixture.<Long>one("SELECT count(*) FROM pending_login")).isZero();
    }

    @Test
    void theRedirectMustBeOneOfTheProvidersByCharacter() {
        for (String uri : List.of(
                ProviderFixture.REDIRECT + "&more",
                "https://app.example.org/callback",
                "https://app.example.org.evil.example/callback?from=provider",
                "HTTPS://app.example.org/callback?from=provider")) {
            assertThat(status(() -> login.begin(uri, null))).as(uri).isEqualTo(400);
        }
    }

    @Test
    void aProviderThatIsOffIsNone() {
        Begun begun = login.begin();
        Map<String, String> answer = login.provider.logsIn(begun.url(), user("1", ANN));
        login.configured(Map.of("enabled", false));

        assertThat(status(() -> login.begin())).isEqualTo(404);
        assertThat(status(() -> login.finish(begun.ticket().text(), answer))).isEqualTo(401);
    }

    @Test
    void theSecretIsShownToNoIssuerButTheOneItWasSetFor() {
        Begun begun = login.begin();
        Map<String, String> answer = login.provider.logsIn(begun.url(), user("1", ANN));
        login.configured(Map.of("register", true, "issuer", "https://elsewhere.example"));

        assertThat(status(() -> login.begin())).isEqualTo(404);
        assertThat(status(() -> login.finish(begun.ticket().text(), answer))).isEqualTo(401);
        assertThat(login.<List<ProviderDefinition>>registrations(r -> r.all(TENANT)))
                .as("nor is it offered")
                .isEmpty();

        login.secret("set for elsewhere");
        assertThat(login.<List<ProviderDefinition>>registrations(r -> r.all(TENANT)))
                .hasSize(1);
        login.configured(Map.of("register", true));
        assertThat(status(() -> login.begin())).isEqualTo(404);
    }

    @Test
    void noAccountIsMadeUnlessTheProviderMayAndHasVerifiedTheAddress() {
        JWTClaimsSet unverified = new JWTClaimsSet.Builder(user("1", ANN))
                .claim("email_verified", "true")
                .build();
        assertThat(status(() -> login.logIn(unverified))).isEqualTo(403);
        assertThat(status(() -> login.logIn(user("1", "no address")))).isEqualTo(403);

        login.configured(Map.of());
        assertThat(status(() -> login.logIn(user("1", ANN)))).isEqualTo(403);
        assertThat(fixture.find(ANN)).isEmpty();
    }

    @Test
    void whereNobodyRegistersNoProviderMakesAccounts() {
        Begun begun = login.begin();
        Map<String, String> answer = login.provider.logsIn(begun.url(), user("1", ANN));

        assertThat(status(() ->
                        login.finish(fixture.closed(), TENANT, begun.ticket().text(), answer)))
                .isEqualTo(403);
        assertThat(fixture.find(ANN)).isEmpty();
    }

    @Test
    void anAccountOfTheAddressIsNotLinkedByItselfUnlessTheProviderIsBelievedAboutAddresses() {
        Account ann = new FactorFixture(fixture).account(ANN);
        assertThat(status(() -> login.logIn(user("1", ANN)))).isEqualTo(409);

        login.configured(Map.of("linkByEmail", true));
        assertThat(in(login.logIn(user("1", ANN))).account().id()).isEqualTo(ann.id());
        assertThat(login.<List<LinkedIdentity>>linking(l -> l.of(ann.id())))
                .extracting(LinkedIdentity::subject)
                .containsExactly("1");
    }

    @Test
    void anAdministratorsAccountIsNeverLinkedByItself() {
        login.configured(Map.of("linkByEmail", true));
        Account ann = new FactorFixture(fixture).account(ANN);
        fixture.transact(u ->
                new AccountRepository(u.session()).change(ann.id(), Set.of("admin"), false, fixture.clock.instant()));

        assertThat(status(() -> login.logIn(user("1", ANN)))).isEqualTo(409);
    }

    @Test
    void anAddressThatNobodyVerifiedGoesToWhomTheProviderSaysItIs() {
        Account squatters = fixture.account(ANN);

        Live ann = in(login.logIn(user("1", ANN)));

        assertThat(ann.account().id()).isEqualTo(squatters.id());
        assertThat(ann.account().isVerified()).isTrue();
        assertThat(fixture.logIn(TENANT, ANN, PASSWORD))
                .as("whoever registered with it has nothing of it")
                .isInstanceOf(Outcome.Wrong.class);
    }

    @Test
    void anAccountThatIsKeptOutIsKeptOut() {
        Account ann = in(login.logIn(user("1", ANN))).account();
        fixture.transact(
                u -> new AccountRepository(u.session()).change(ann.id(), ann.roles(), true, fixture.clock.instant()));

        assertThat(status(() -> login.logIn(user("1", ANN)))).isEqualTo(401);
    }

    @Test
    void aKeyThatTheProviderSignsWithFromNowOnIsFetched() {
        in(login.logIn(user("1", ANN)));
        login.provider.rotates(true);
        login.pass(Duration.ofSeconds(31));

        in(login.logIn(user("1", ANN)));
    }

    @Test
    void groupsGiveRolesAndTakeWhatTheyGave() {
        login.configured(Map.of(
                "register",
                true,
                "groupsClaim",
                "realm_access.roles",
                "roles",
                Map.of("Editors", "editor", "All", "user")));
        Live editor = in(login.logIn(in("Editors", "All", "Others")));
        assertThat(editor.account().roles()).containsExactlyInAnyOrder("user", "editor");

        Live plain = in(login.logIn(in("Others")));

        assertThat(plain.account().roles())
                .as("given at first, not by the group")
                .containsExactly("user");
        assertThat(fixture.<List<UserSession>>sessions(
                        s -> s.alive(editor.account().id())))
                .as("who loses a role is logged out everywhere")
                .extracting(UserSession::id)
                .containsExactly(plain.session().id());
    }

    private static JWTClaimsSet in(String... groups) {
        return new JWTClaimsSet.Builder(user("1", ANN))
                .claim("realm_access", Map.of("roles", List.of(groups)))
                .build();
    }

    private static Live in(Outcome outcome) {
        return ((Outcome.In) outcome).live();
    }

    private static int status(ThrowingCallable call) {
        ProblemException refused = catchThrowableOfType(ProblemException.class, call);
        return refused == null ? 200 : refused.problem().status();
    }
}
