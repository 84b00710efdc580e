package io.universalmiddleware.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.token.Identity;
import io.universalmiddleware.token.TestClock;
import io.universalmiddleware.token.Verdict;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class IssuerTokensTest {
    private final TestClock clock = new TestClock();
    private final AtomicLong nanos = new AtomicLong();
    private final ForeignIssuer there = new ForeignIssuer();
    private final IssuerKeys keys = new IssuerKeys(ForeignIssuer.JWKS, there, nanos::get);
    private final IssuerTokens tokens = new IssuerTokens(there.issuer(), new TenantId("acme"), keys, clock);

    @Test
    void takesAnIssuersTokenAsTheTenants() {
        RSAKey key = there.rsa("k1");
        JWTClaimsSet claims = ForeignIssuer.claims()
                .claim("scope", "read write")
                .claim("realm_access", Map.of("roles", List.of("editor")))
                .build();

        assertThat(identity(ForeignIssuer.sign(key, JWSAlgorithm.RS256, claims)))
                .satisfies(identity -> {
                    assertThat(identity.tenant().value()).isEqualTo("acme");
                    assertThat(identity.user()).isEqualTo("id:ann");
                    assertThat(identity.roles()).isEqualTo(Set.of("editor"));
                    assertThat(identity.scopes()).isEqualTo(Set.of("read", "write"));
                });
    }

    @Test
    void takesTheAlgorithmsOfAKeyAndNoOthers() {
        RSAKey rsa = there.rsa("rsa");
        ECKey p384 = there.elliptic("p384", Curve.P_384);
        JWTClaimsSet claims = ForeignIssuer.claims().build();

        assertThat(verdict(ForeignIssuer.sign(rsa, JWSAlgorithm.PS512, claims))).isInstanceOf(Verdict.Valid.class);
        assertThat(verdict(ForeignIssuer.sign(p384, JWSAlgorithm.ES384, claims)))
                .isInstanceOf(Verdict.Valid.class);
    }

    @Test
    void refusesForgedTokens() throws JOSEException {
        RSAKey known = there.rsa("k1");
        JWTClaimsSet claims = ForeignIssuer.claims().build();
        RSAKey stranger = new ForeignIssuer().rsa("k1");
        SignedJWT byPublicKey = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("k1").build(), claims);
        byPublicKey.sign(new MACSigner(known.toPublicJWK().toString().getBytes(StandardCharsets.UTF_8)));
        JWSHeader leading = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID("k1")
                .jwkURL(URI.create("https://evil.test/keys"))
                .x509CertURL(URI.create("https://evil.test/cert"))
                .jwk(stranger.toPublicJWK())
                .build();
        JWSHeader critical = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID("k1")
                .criticalParams(Set.of("b64"))
                .build();
        JWSHeader logout = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID("k1")
                .type(new JOSEObjectType("logout+jwt"))
                .build();

        for (String forged : List.of(
                new PlainJWT(claims).serialize(),
                byPublicKey.serialize(),
                ForeignIssuer.sign(stranger, JWSAlgorithm.RS256, claims),
                ForeignIssuer.sign(stranger, leading, claims),
                ForeignIssuer.sign(known, critical, claims),
                ForeignIssuer.sign(known, logout, claims))) {
            assertThat(verdict(forged)).as(forged).isInstanceOf(Verdict.Invalid.class);
        }
        assertThat(there.fetches).hasValue(1);
    }

    @Test
    void refusesWhatIsNotForUsOrNotNow() {
        RSAKey key = there.rsa("k1");
        Date past = Date.from(clock.instant().minus(Duration.ofMinutes(5)));
        Date future = Date.from(clock.instant().plus(Duration.ofMinutes(5)));

        for (JWTClaimsSet claims : List.of(
                ForeignIssuer.claims().audience("another").build(),
                ForeignIssuer.claims().audience((String) null).build(),
                ForeignIssuer.claims().issuer("https://evil.test").build(),
                ForeignIssuer.claims().subject(null).build(),
                ForeignIssuer.claims().subject(" ").build(),
                ForeignIssuer.claims().subject("a".repeat(256)).build(),
                ForeignIssuer.claims().expirationTime(null).build(),
                ForeignIssuer.claims().notBeforeTime(future).build())) {
            assertThat(verdict(ForeignIssuer.sign(key, JWSAlgorithm.RS256, claims)))
                    .as(claims.toString())
                    .isInstanceOf(Verdict.Invalid.class);
        }
        assertThat(verdict(ForeignIssuer.sign(
                        key,
                        JWSAlgorithm.RS256,
                        ForeignIssuer.claims().expirationTime(past).build())))
                .isInstanceOf(Verdict.Expired.class);
    }

    @Test
    void aShortRsaKeyVerifiesNothing() {
        RSAKey weak = there.rsa("weak", 1_024);

        assertThat(verdict(ForeignIssuer.sign(
                        weak, JWSAlgorithm.RS256, ForeignIssuer.claims().build())))
                .isInstanceOf(Verdict.Invalid.class);
    }

    @Test
    void aRotatedKeyIsFetchedOnceAndUnknownOnesNoMoreThanTheCoolDownLets() {
        RSAKey first = there.rsa("k1");
        assertThat(verdict(signed(first))).isInstanceOf(Verdict.Valid.class);
        RSAKey second = there.rsa("k2");
        pass(Duration.ofSeconds(31));

        assertThat(verdict(signed(second))).isInstanceOf(Verdict.Valid.class);
        RSAKey stranger = new ForeignIssuer().rsa("k3");
        for (int i = 0; i < 1_000; i++) {
            assertThat(verdict(signed(stranger))).isInstanceOf(Verdict.Invalid.class);
        }
        assertThat(there.fetches).hasValue(2);

        pass(Duration.ofSeconds(31));
        verdict(signed(stranger));
        assertThat(there.fetches).hasValue(3);
    }

    @Test
    void whileTheIssuerIsDownItsKeysDoForADay() {
        RSAKey key = there.rsa("k1");
        assertThat(verdict(signed(key))).isInstanceOf(Verdict.Valid.class);
        there.down = true;

        pass(Duration.ofHours(23));
        assertThat(verdict(signed(key))).isInstanceOf(Verdict.Valid.class);
        pass(Duration.ofHours(2));
        assertThat(tokens.verify(signed(key)).join()).isEmpty();
        there.down = false;
        pass(Duration.ofSeconds(31));
        assertThat(verdict(signed(key))).isInstanceOf(Verdict.Valid.class);
    }

    @Test
    void withNoKeysEverHadNothingIsSaid() {
        there.down = true;

        assertThat(tokens.verify(signed(there.rsa("k1"))).join()).isEmpty();
    }

    @Test
    void allThatWaitAreServedByOneFetch() {
        CompletableFuture<String> answer = new CompletableFuture<>();
        KeySetFetch slow = new KeySetFetch() {
            @Override
            public CompletionStage<String> fetch(URI jwks) {
                there.fetches.incrementAndGet();
                return answer;
            }
        };
        IssuerTokens waiting = new IssuerTokens(
                there.issuer(), new TenantId("acme"), new IssuerKeys(ForeignIssuer.JWKS, slow, nanos::get), clock);
        RSAKey key = there.rsa("k1");
        CompletableFuture<Optional<Verdict>> one = waiting.verify(signed(key));
        CompletableFuture<Optional<Verdict>> two = waiting.verify(signed(key));
        assertThat(one).isNotDone();

        answer.complete(there.fetch(ForeignIssuer.JWKS).toCompletableFuture().join());

        assertThat(one.join().orElseThrow()).isInstanceOf(Verdict.Valid.class);
        assertThat(two.join().orElseThrow()).isInstanceOf(Verdict.Valid.class);
        assertThat(there.fetches).hasValue(2);
    }

    @Test
    void whatIsNoKeySetLeavesTheOldKeys() {
        RSAKey key = there.rsa("k1");
        CompletableFuture<String> first = CompletableFuture.completedFuture(
                there.fetch(ForeignIssuer.JWKS).toCompletableFuture().join());
        List<CompletionStage<String>> answers = List.of(first, CompletableFuture.completedFuture("<html>"));
        AtomicLong asked = new AtomicLong();
        IssuerTokens careful = new IssuerTokens(
                there.issuer(),
                new TenantId("acme"),
                new IssuerKeys(ForeignIssuer.JWKS, jwks -> answers.get((int) asked.getAndIncrement()), nanos::get),
                clock);
        assertThat(careful.verify(signed(key)).join().orElseThrow()).isInstanceOf(Verdict.Valid.class);

        pass(Duration.ofMinutes(6));
        careful.verify(signed(key)).join();
        assertThat(asked).hasValue(2);
        assertThat(careful.verify(signed(key)).join().orElseThrow()).isInstanceOf(Verdict.Valid.class);
    }

    @Test
    void whatWasFoundValidIsVerifiedAgainAfterFiveMinutes() {
        RSAKey key = there.rsa("k1");
        String token = signed(key);
        identity(token);
        assertThat(tokens.remembered(token)).isPresent();

        clock.advance(Duration.ofMinutes(5).plusSeconds(1));
        assertThat(tokens.remembered(token)).isEmpty();
    }

    @Property(tries = 200)
    void takesAnyText(@ForAll String text) {
        assertThat(tokens.verify(text).join())
                .satisfies(verdict -> assertThat(verdict.isEmpty() || verdict.get() instanceof Verdict.Invalid)
                        .isTrue());
    }

    private static String signed(RSAKey key) {
        return ForeignIssuer.sign(
                key, JWSAlgorithm.RS256, ForeignIssuer.claims().build());
    }

    private Verdict verdict(String token) {
        return tokens.verify(token).join().orElseThrow();
    }

    private Identity identity(String token) {
        return ((Verdict.Valid) verdict(token)).identity();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
