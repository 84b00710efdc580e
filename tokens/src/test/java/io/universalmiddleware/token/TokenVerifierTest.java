package io.universalmiddleware.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TokenVerifierTest {
    private final Clock clock = Clock.fixed(Instant.parse("2026-11-01T12:00:00Z"), ZoneOffset.UTC);
    private final Tokens tokens = new Tokens(clock);
    private final ECKey platform = new Tokens(clock).key();
    private final TokenVerifier verifier = new TokenVerifier(tokens.publicKeys(), "um", Set.of("um"), clock);

    @Test
    void tellsWhoTheBearerIs() {
        Verdict verdict = verifier.verify(tokens.of("acme", "ann"));

        assertThat(verdict).isInstanceOf(Verdict.Valid.class);
        Identity identity = ((Verdict.Valid) verdict).identity();
        assertThat(identity.tenant().value()).isEqualTo("acme");
        assertThat(identity.user()).isEqualTo("ann");
    }

    @Test
    void tellsExpiryAndAMissingTenantApart() {
        assertThat(verifier.verify(tokens.of("acme", "ann", Duration.ofSeconds(-1))))
                .isInstanceOf(Verdict.Expired.class);
        assertThat(verifier.verify(tokens.of("Not A Tenant", "ann"))).isInstanceOf(Verdict.WithoutTenant.class);
        assertThat(verifier.verify(tokens.sign(claims().build()))).isInstanceOf(Verdict.WithoutTenant.class);
    }

    @Test
    void refusesATokenThatIsNotForUs() {
        assertInvalid(tokens.sign(claims().issuer("other").build()));
        assertInvalid(tokens.sign(claims().audience("other").build()));
        assertInvalid(tokens.sign(claims().subject(null).build()));
        assertInvalid(tokens.sign(claims().expirationTime(null).build()));
        assertInvalid(
                tokens.sign(claims().notBeforeTime(Date.from(clock.instant().plusSeconds(61)))
                        .build()));
    }

    @Test
    void aKeySignsForItsOwnIssuerAlone() throws JOSEException {
        ECKey own = new ECKeyGenerator(Curve.P_256).keyID("own").generate();
        TokenVerifier both =
                new TokenVerifier(tokens.publicKeys(), "um", "https://id.example.org", Set.of("um"), clock);
        both.publish(List.of(own.toPublicJWK()));
        JWTClaimsSet ours = claims().issuer("https://id.example.org")
                .claim("tenant", "acme")
                .build();
        JWTClaimsSet theirs = claims().claim("tenant", "acme").build();

        assertThat(both.verify(Tokens.sign(ours, own))).isInstanceOf(Verdict.Valid.class);
        assertThat(both.verify(tokens.sign(theirs))).isInstanceOf(Verdict.Valid.class);
        assertThat(both.verify(Tokens.sign(theirs, own))).isInstanceOf(Verdict.Invalid.class);
        assertThat(both.verify(tokens.sign(ours))).isInstanceOf(Verdict.Invalid.class);
    }

    @Test
    void whatIsOfNoSessionGoesByItsOwnId() {
        JWTClaimsSet.Builder claims = claims().claim("tenant", "acme").jwtID("0198c0de-0000-7000-8000-000000000000");
        verifier.publish(List.of(platform));

        assertThat(identity(claims, platform).session()).isEqualTo("0198c0de-0000-7000-8000-000000000000");
        assertThat(identity(claims.claim("sid", "one"), platform).session()).isEqualTo("one");
        assertThat(identity(claims().claim("tenant", "acme"), platform).session())
                .isEmpty();
    }

    @Test
    void whoseATokenIsFollowsFromTheKeyAndNotFromWhatTheTokenLooksLike() {
        JWTClaimsSet.Builder claims = tokens.claims(UUID.randomUUID().toString(), Duration.ofHours(1))
                .claim("tenant", "acme")
                .claim(Identity.OWN, true)
                .claim("sid", "0198c0de-0000-7000-8000-000000000000")
                .jwtID("0198c0de-0000-7000-8000-000000000001");
        verifier.publish(List.of(platform));

        Identity theirs = identity(claims, tokens.key());
        Identity ours = identity(claims, platform);

        assertThat(theirs.own()).isFalse();
        assertThat(theirs.session()).as("that can be revoked here").isEmpty();
        assertThat(ours.own()).isTrue();
        assertThat(ours.session()).isEqualTo("0198c0de-0000-7000-8000-000000000000");
    }

    private Identity identity(JWTClaimsSet.Builder claims, ECKey signer) {
        return ((Verdict.Valid) verifier.verify(Tokens.sign(claims.build(), signer))).identity();
    }

    @Test
    void refusesForgedSignatures() throws JOSEException {
        ECKey foreign = new ECKeyGenerator(Curve.P_256).keyID("test").generate();
        String good = tokens.of("acme", "ann");

        assertInvalid(Tokens.sign(claims().claim("tenant", "acme").build(), foreign));
        assertInvalid(new PlainJWT(claims().claim("tenant", "acme").build()).serialize());
        assertInvalid(good.substring(0, good.lastIndexOf('.') + 1));
        assertInvalid(good.substring(0, good.length() - 6) + "AAAAAA");
        assertInvalid(withHeader("{\"alg\":\"none\"}", good));
        assertInvalid(withHeader("{\"alg\":\"ES256\",\"kid\":\"other\"}", good));
    }

    @Test
    void neverTakesAPublicKeyForASecret() throws Exception {
        byte[] publicKey = tokens.key().toECPublicKey().getEncoded();
        RSAKey rsa = new RSAKeyGenerator(2048).generate();
        TokenVerifier rsaVerifier = new TokenVerifier(List.of(rsa.toPublicJWK()), "um", Set.of("um"), clock);

        assertInvalid(signed(new JWSHeader(JWSAlgorithm.HS256), new MACSigner(publicKey)));
        assertThat(rsaVerifier.verify(signed(new JWSHeader(JWSAlgorithm.RS256), new RSASSASigner(rsa))))
                .isInstanceOf(Verdict.Valid.class);
        assertThat(rsaVerifier.verify(signed(
                        new JWSHeader(JWSAlgorithm.HS256),
                        new MACSigner(rsa.toRSAPublicKey().getEncoded()))))
                .isInstanceOf(Verdict.Invalid.class);
        assertThat(rsaVerifier.verify(signed(new JWSHeader(JWSAlgorithm.RS512), new RSASSASigner(rsa))))
                .isInstanceOf(Verdict.Invalid.class);
    }

    @Test
    void followsNothingInTheHeader() throws JOSEException {
        ECKey foreign = new ECKeyGenerator(Curve.P_256).generate();
        JWSHeader.Builder header = new JWSHeader.Builder(JWSAlgorithm.ES256);

        assertInvalid(signed(header.jwk(foreign.toPublicJWK()).build(), new ECDSASigner(foreign)));
        assertInvalid(
                signed(header.jwkURL(URI.create("http://127.0.0.1:1/keys")).build(), new ECDSASigner(foreign)));
        assertInvalid(signed(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .criticalParams(Set.of("x"))
                        .customParam("x", 1)
                        .build(),
                new ECDSASigner(tokens.key())));
    }

    @Test
    void takesAnyTextWithoutFailing() {
        for (String text : List.of("", ".", "..", "a.b.c", "x".repeat(100_000), "eyJ.eyJ.eyJ", "\u0000")) {
            assertInvalid(text);
        }
    }

    @Test
    void takesATokenOrAnAccessTokenAndNoOtherType() throws JOSEException {
        JWSHeader.Builder header = new JWSHeader.Builder(JWSAlgorithm.ES256);
        for (String type : List.of("JWT", "jwt", "at+jwt", "application/at+jwt")) {
            assertThat(verifier.verify(typed(header, type))).as(type).isInstanceOf(Verdict.Valid.class);
        }
        for (String type : List.of("logout+jwt", "dpop+jwt", "JOSE", "")) {
            assertThat(verifier.verify(typed(header, type))).as(type).isInstanceOf(Verdict.Invalid.class);
        }
    }

    private String typed(JWSHeader.Builder header, String type) throws JOSEException {
        return signed(header.type(new JOSEObjectType(type)).build(), new ECDSASigner(tokens.key()));
    }

    @Test
    void tellsWhatTheBearerIsCalled() {
        assertThat(named(claims())).isEqualTo("ann");
        assertThat(named(claims().claim("preferred_username", "Ann"))).isEqualTo("Ann");
        assertThat(named(claims().claim("preferred_username", "Ann").claim("upn", "ann@example.org")))
                .isEqualTo("ann@example.org");
    }

    private String named(JWTClaimsSet.Builder claims) {
        Verdict verdict =
                verifier.verify(tokens.sign(claims.claim("tenant", "acme").build()));
        return ((Verdict.Valid) verdict).identity().name();
    }

    @Test
    void takesOneOfItsAudiences() {
        TokenVerifier two = new TokenVerifier(tokens.publicKeys(), "um", Set.of("a", "b"), clock);
        JWTClaimsSet.Builder claims = claims().claim("tenant", "acme");

        assertThat(two.verify(tokens.sign(claims.audience(List.of("x", "b")).build())))
                .isInstanceOf(Verdict.Valid.class);
        assertThat(two.verify(tokens.sign(claims.audience("x").build()))).isInstanceOf(Verdict.Invalid.class);
    }

    private String signed(JWSHeader header, JWTClaimsSet claims) throws JOSEException {
        SignedJWT jwt = new SignedJWT(header, claims);
        jwt.sign(new ECDSASigner(tokens.key()));
        return jwt.serialize();
    }

    @Test
    void readsKeysInEachForm() throws Exception {
        JWK key = tokens.publicKeys().get(0);
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder()
                        .encodeToString(tokens.key().toECPublicKey().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";

        for (String text : List.of(pem, key.toJSONString(), new JWKSet(key).toString())) {
            TokenVerifier reading = new TokenVerifier(TokenVerifier.keysIn(text), "um", Set.of("um"), clock);
            assertThat(reading.verify(tokens.of("acme", "ann"))).isInstanceOf(Verdict.Valid.class);
        }
        assertThatThrownBy(() -> TokenVerifier.keysIn("nonsense")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TokenVerifier.keysIn("{}")).isInstanceOf(IllegalArgumentException.class);
    }

    private JWTClaimsSet.Builder claims() {
        return tokens.claims("ann", Duration.ofHours(1));
    }

    private void assertInvalid(String token) {
        assertThat(verifier.verify(token)).isInstanceOf(Verdict.Invalid.class);
    }

    private String signed(JWSHeader header, JWSSigner signer) throws JOSEException {
        SignedJWT jwt = new SignedJWT(header, claims().claim("tenant", "acme").build());
        jwt.sign(signer);
        return jwt.serialize();
    }

    private static String withHeader(String header, String token) {
        return Base64URL.encode(header.getBytes(StandardCharsets.UTF_8)) + token.substring(token.indexOf('.'));
    }
}
