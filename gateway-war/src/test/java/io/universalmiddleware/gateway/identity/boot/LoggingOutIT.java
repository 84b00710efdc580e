package io.universalmiddleware.gateway.identity.boot;

import static io.universalmiddleware.backends.openid.OpenIdProvider.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.openid.connect.sdk.LogoutRequest;
import io.universalmiddleware.backends.openid.OpenIdProvider;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.gateway.identity.external.provider.EndSessionUrl.Return;
import io.universalmiddleware.gateway.identity.session.Sessions.Live;
import io.universalmiddleware.gateway.identity.token.OpaqueToken;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Where a logout goes on at the provider that let the user in. */
@ExtendWith(IdentityFixtures.class)
class LoggingOutIT {
    private static final JWTClaimsSet ANN = user("1", "ann@example.org");
    private static final String BACK = "https://app.example.org/bye?from=provider";
    private static final Return NOWHERE = new Return(null, null);

    private final IdentityFixture fixture;
    private final ProviderFixture login;
    private final LogoutFixture logout;

    LoggingOutIT(IdentityFixture fixture, ProviderFixture login) {
        this.fixture = fixture;
        this.login = login;
        login.configured(Map.of("register", true, "postLogoutRedirectUris", List.of(BACK)));
        logout = new LogoutFixture(fixture, login);
    }

    @Test
    void theProviderIsShownItsOwnWordAndWhereToSendTheBrowserBack() throws Exception {
        Live live = logout.begins(ANN, "desk");

        LogoutRequest sent = LogoutRequest.parse(
                logout.logsOut(live, new Return(BACK, "a state")).orElseThrow());

        assertThat(sent.getEndpointURI()).hasToString(login.provider.issuer() + "/logout");
        assertThat(((SignedJWT) sent.getIDTokenHint()).getJWTClaimsSet().getClaim("sid"))
                .isEqualTo("desk");
        assertThat(sent.getClientID().getValue()).isEqualTo(OpenIdProvider.CLIENT);
        assertThat(sent.getPostLogoutRedirectionURI()).hasToString(BACK);
        assertThat(sent.getState().getValue()).isEqualTo("a state");
        assertThat(sent.getLogoutHint()).isNull();
        assertThat(logout.goesOn(live)).isFalse();
        assertThat(fixture.<Long>one("SELECT count(*) FROM provider_session"))
                .as("its word is kept no longer")
                .isZero();
        assertThat(logout.logsOut(live, NOWHERE)).as("over already").isEmpty();
    }

    @Test
    void aBrowserIsToldTheSame() throws Exception {
        Live live = logout.begins(ANN, "desk");
        OpaqueToken cookie = fixture.inTransaction(u -> u.browsers().give(FactorFixture.user(live), Optional.empty()))
                .orElseThrow();

        Optional<URI> url = logout.loggingOut().byCookie(cookie.text(), NOWHERE);

        LogoutRequest sent = LogoutRequest.parse(url.orElseThrow());
        assertThat(sent.getIDTokenHint()).isNotNull();
        assertThat(sent.getPostLogoutRedirectionURI()).isNull();
        assertThat(logout.goesOn(live)).isFalse();
    }

    @Test
    void aUriThatIsNoneOfTheProvidersIsRefusedAndNothingEnds() {
        Live live = logout.begins(ANN, "desk");
        for (String uri : List.of(BACK + "&more", "https://evil.example/", ProviderFixture.REDIRECT, "")) {
            assertThatThrownBy(() -> logout.logsOut(live, new Return(uri, null)))
                    .as(uri)
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            refused -> assertThat(refused.problem().status()).isEqualTo(400));
        }

        assertThat(logout.goesOn(live)).isTrue();
        assertThat(logout.logsOut(live, new Return(BACK, null)))
                .as("the token was not used up")
                .isPresent();
    }

    @Test
    void theProvidersWordIsShownToNoOther() {
        Live live = logout.begins(ANN, "desk");
        login.configured(Map.of("issuer", "https://elsewhere.example"));
        login.secret("set for elsewhere");

        assertThat(logout.logsOut(live, NOWHERE)).isEmpty();
        assertThat(logout.goesOn(live)).isFalse();
    }

    @Test
    void aWordThatWasPutToAnothersSessionIsShownToNobody() throws Exception {
        Live live = logout.begins(ANN, "desk");
        logout.begins(user("2", "bob@example.org"), "desk");
        fixture.database()
                .transact(s -> s.update(
                        "UPDATE provider_session p SET id_token = o.id_token FROM provider_session o"
                                + " WHERE p.subject = '1' AND o.subject = '2'",
                        statement -> {}));

        LogoutRequest sent = LogoutRequest.parse(logout.logsOut(live, NOWHERE).orElseThrow());

        assertThat(sent.getIDTokenHint()).isNull();
        assertThat(sent.getLogoutHint()).isEqualTo("1");
    }

    @Test
    void aProviderThatNamesNoPlaceOrOneInTheHouseIsNotGoneTo() {
        login.provider.saysOfItself(text -> text.replaceFirst(
                "\"end_session_endpoint\":\"[^\"]*\"", "\"end_session_endpoint\":\"http://10.0.0.1/logout\""));
        assertThat(logout.logsOut(logout.begins(ANN, "desk"), NOWHERE)).isEmpty();

        try (ProviderFixture other = new ProviderFixture(fixture)) {
            other.provider.saysOfItself(text -> text.replaceFirst("\"end_session_endpoint\":\"[^\"]*\",", ""));
            LogoutFixture at = new LogoutFixture(fixture, other);
            Live live = at.begins(user("2", "bob@example.org"), "desk");
            assertThat(at.logsOut(live, NOWHERE)).isEmpty();
            assertThat(at.goesOn(live)).isFalse();
        }
    }

    @Test
    void aWordTooLongForAUrlIsNotKeptAndTheUserIsNamedInstead() throws Exception {
        Live live = logout.begins(
                new JWTClaimsSet.Builder(ANN).claim("groups", "x".repeat(4_000)).build(), "desk");

        LogoutRequest sent = LogoutRequest.parse(logout.logsOut(live, NOWHERE).orElseThrow());

        assertThat(sent.getIDTokenHint()).isNull();
        assertThat(sent.getLogoutHint()).isEqualTo("1");
    }

    @Test
    void whomNoProviderLetInGoesNowhereNorDoesWhoBringsAUsedToken() {
        Live live = logout.begins(ANN, "desk");
        Live byPassword = fixture.begin(live.account());
        assertThat(logout.logsOut(byPassword, new Return("https://anything.example/", null)))
                .isEmpty();
        assertThat(logout.goesOn(byPassword)).isFalse();

        fixture.refresh(live);
        assertThat(logout.logsOut(live, NOWHERE)).isEmpty();
        assertThat(logout.goesOn(live)).isFalse();
        assertThat(logout.loggingOut().byToken("no token", NOWHERE)).isEmpty();
    }
}
