package io.universalmiddleware.gateway.identity.boot;

import static io.universalmiddleware.backends.openid.OpenIdProvider.signed;
import static io.universalmiddleware.backends.openid.OpenIdProvider.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.universalmiddleware.backends.openid.OpenIdProvider;
import io.universalmiddleware.contracts.audit.Denial;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.gateway.identity.external.logout.HearingLogouts.Heard;
import io.universalmiddleware.gateway.identity.session.Sessions.Live;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Nothing ends by what is no logout token of the provider's. */
@ExtendWith(IdentityFixtures.class)
class HostileLogoutIT {
    private final IdentityFixture fixture;
    private final ProviderFixture login;
    private final LogoutFixture logout;
    private final Live live;

    HostileLogoutIT(IdentityFixture fixture, ProviderFixture login) {
        this.fixture = fixture;
        this.login = login;
        logout = new LogoutFixture(fixture, login);
        live = logout.begins(user("1", "ann@example.org"), "desk");
    }

    @Test
    void claimsThatAreNoLogoutOfNowAtThisClientDoNotCount() {
        Instant now = fixture.clock.instant();
        refusesClaim("iss", "https://evil.example");
        refusesClaim("iss", null);
        refusesClaim("aud", "another client");
        refusesClaim("aud", null);
        refusesClaim("iat", Date.from(now.minus(Duration.ofMinutes(6))));
        refusesClaim("iat", Date.from(now.plus(Duration.ofSeconds(61))));
        refusesClaim("iat", null);
        refusesClaim("exp", Date.from(Instant.now().minusSeconds(120)));
        refusesClaim("exp", null);
        refusesClaim("jti", null);
        refusesClaim("jti", " ");
        refusesClaim("nonce", "of a login");
        refusesClaim("events", null);
        assertThat(logout.goesOn(live)).isTrue();
    }

    @Test
    void eventsAndNamesMustBeWhatTheStandardSays() {
        refusesClaim("events", "http://schemas.openid.net/event/backchannel-logout");
        refusesClaim("events", Map.of("http://schemas.openid.net/event/backchannel-logout", true));
        refusesClaim("events", Map.of("https://elsewhere.example/event", Map.of()));
        refusesClaim("sid", null);
        refusesClaim("sid", List.of("desk"));
        refusesClaim("sid", "x".repeat(256));
        refusesClaim("sid", "desk\u0000");
        refusesClaim("sub", " ");
        refusesClaim("sub", "2".repeat(256));
        assertThat(logout.goesOn(live)).isTrue();
    }

    @Test
    void tokensThatNoKeyOfTheProvidersHasSignedDoNotCount() throws JOSEException {
        RSAKey own = OpenIdProvider.key();
        JWTClaimsSet told = logout.claims(claims -> claims.claim("sid", "desk"));
        refuses(new PlainJWT(told).serialize());
        refuses(symmetric(told, own.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8)));
        refuses(symmetric(told, OpenIdProvider.SECRET.repeat(2).getBytes(StandardCharsets.UTF_8)));
        refuses(signed(told, OpenIdProvider.key(own.getKeyID())));
        refuses(signed(told, OpenIdProvider.key("unknown")));
        refuses(signed(told, own, header("at+jwt")));
        refuses(signed(told, own) + "x");
        refuses("no token");
        refuses("[".repeat(10_000));
        assertThat(logout.goesOn(live)).isTrue();
        assertThat(logout.hear(signed(told, own, header("JWT"))))
                .as("as providers sign that do not know the type")
                .isInstanceOf(Heard.Over.class);
    }

    @Test
    void nothingIsFetchedForATokenOfAnothersOrOfLongAgo() {
        int seen = login.provider.seen().size();
        login.provider.rotates(true);
        login.pass(Duration.ofSeconds(31));
        RSAKey unknown = OpenIdProvider.key("unknown");

        refuses(signed(logout.claims(told -> told.claim("sid", "desk").issuer("https://evil.example")), unknown));
        refuses(signed(logout.claims(told -> told.claim("sid", "desk").audience("another")), unknown));
        refuses(signed(
                login.provider
                        .logout(fixture.clock.instant().minus(Duration.ofDays(1)))
                        .claim("sid", "desk")
                        .build(),
                unknown));

        assertThat(login.provider.seen()).hasSize(seen);
    }

    @Test
    void aKeyThatTheProviderSignsWithFromNowOnIsFetchedOnce() {
        RSAKey next = login.provider.rotates(true);
        login.pass(Duration.ofSeconds(31));
        JWTClaimsSet told = logout.claims(claims -> claims.claim("sid", "desk"));

        assertThat(logout.hear(signed(told, next))).isInstanceOf(Heard.Over.class);
        refuses(signed(logout.claims(claims -> claims.claim("sid", "sofa")), OpenIdProvider.key("unknown")));

        assertThat(logout.goesOn(live)).isFalse();
        assertThat(login.provider.seen().stream().filter(path -> path.endsWith("/keys")))
                .hasSize(2);
    }

    @Test
    void whoSendsNonsenseIsRefusedAfterAWhileAndAProviderThatDoesNotIsNot() {
        for (int i = 0; i < 30; i++) {
            assertThat(logout.endsSession("nobody's")).isInstanceOf(Heard.Over.class);
        }
        Heard heard = logout.hear("no token");
        for (int i = 0; i < 20; i++) {
            heard = logout.hear("no token");
        }

        assertThat(heard).isInstanceOf(Heard.TooMany.class);
        assertThat(fixture.denials.all())
                .extracting(Denial::action, Denial::tenant)
                .containsOnly(tuple("endProviderSession", "acme"));
    }

    @Test
    void aProviderThatIsNoneHasNoPath() {
        String token = logout.token(told -> told.claim("sid", "desk"));
        for (String path : List.of("", "corporate", UUID.randomUUID().toString(), "/" + login.id)) {
            assertThat(logout.hear(path, token)).as(path).isInstanceOf(Heard.Refused.class);
        }
        assertThat(logout.goesOn(live)).isTrue();
    }

    @Test
    void aProviderWhoseKeysNobodyKnowsIsToldToTryAgain() {
        try (ProviderFixture unknown = new ProviderFixture(fixture)) {
            unknown.provider.saysOfItself(text -> "{}");
            LogoutFixture at = new LogoutFixture(fixture, unknown);

            assertThatThrownBy(() -> at.endsSession("desk"))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            away -> assertThat(away.problem().status()).isEqualTo(503));
        }
    }

    private void refusesClaim(String claim, @Nullable Object value) {
        refuses(logout.token(told -> told.claim("sid", "desk").claim(claim, value)));
    }

    /** Each from an address that has made no attempt yet. */
    private void refuses(String token) {
        fixture.database().transact(s -> s.update("TRUNCATE attempt_budget", none -> {}));
        assertThat(logout.hear(token)).as(token).isInstanceOf(Heard.Refused.class);
    }

    private static JWSHeader header(String type) {
        return new JWSHeader.Builder(JWSAlgorithm.RS256)
                .type(new JOSEObjectType(type))
                .keyID(OpenIdProvider.key().getKeyID())
                .build();
    }

    private static String symmetric(JWTClaimsSet told, byte[] secret) throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .type(new JOSEObjectType("logout+jwt"))
                        .keyID(OpenIdProvider.key().getKeyID())
                        .build(),
                told);
        token.sign(new MACSigner(secret));
        return token.serialize();
    }
}
