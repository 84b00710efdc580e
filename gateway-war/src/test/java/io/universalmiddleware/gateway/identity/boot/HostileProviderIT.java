package io.universalmiddleware.gateway.identity.boot;

import static io.universalmiddleware.backends.openid.OpenIdProvider.signed;
import static io.universalmiddleware.backends.openid.OpenIdProvider.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.universalmiddleware.backends.openid.OpenIdProvider;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.gateway.identity.external.login.BeginningLogin.Begun;
import io.universalmiddleware.gateway.identity.session.LoggingIn.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody is let in by a provider that does wrong, nor by an answer of another's. */
@ExtendWith(IdentityFixtures.class)
class HostileProviderIT {
    private static final JWTClaimsSet ANN = user("1", "ann@example.org");

    private final IdentityFixture fixture;
    private final ProviderFixture login;

    HostileProviderIT(IdentityFixture fixture, ProviderFixture login) {
        this.fixture = fixture;
        this.login = login;
    }

    @Test
    void claimsOfAnotherLoginIssuerOrClientDoNotCount() {
        Date now = new Date();
        refusesClaims("nonce", "another's");
        refusesClaims("nonce", null);
        refusesClaims("iss", "https://evil.example");
        refusesClaims("iss", null);
        refusesClaims("aud", "another client");
        refusesClaims("aud", null);
        refusesClaims("aud", List.of(OpenIdProvider.CLIENT, "another client"));
        refusesClaims("azp", "another client");
        refusesClaims("exp", Date.from(now.toInstant().minusSeconds(120)));
        refusesClaims("exp", null);
        refusesClaims("iat", Date.from(now.toInstant().plusSeconds(3_600)));
        refusesClaims("iat", null);
        refusesClaims("sub", "x".repeat(256));
        refusesClaims("sub", " ");
        assertThat(fixture.find("ann@example.org")).isEmpty();
    }

    @Test
    void tokensThatNoKeyOfTheProvidersHasSignedDoNotCount() {
        RSAKey own = OpenIdProvider.key();
        refusesSignature(told -> new PlainJWT(told).serialize());
        refusesSignature(told -> symmetric(told, OpenIdProvider.SECRET.repeat(2).getBytes(StandardCharsets.UTF_8)));
        refusesSignature(
                told -> symmetric(told, own.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8)));
        refusesSignature(told -> signed(told, OpenIdProvider.key(own.getKeyID())));
        refusesSignature(told -> signed(told, OpenIdProvider.key("unknown")));
        refusesSignature(told -> signed(
                told,
                own,
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .keyID(own.getKeyID())
                        .criticalParams(Set.of("exp"))
                        .build()));
        refusesSignature(told -> signed(told, own) + "x");
        refusesSignature(told -> "no token");
    }

    @Test
    void aKeyThatIsNotKnownIsAskedForOnceUntilTheCoolDownIsOver() {
        login.logIn(ANN);
        login.provider.rotates(false);
        login.pass(Duration.ofSeconds(31));

        for (int i = 0; i < 5; i++) {
            assertThat(status(() -> login.logIn(ANN))).isEqualTo(401);
        }

        assertThat(login.provider.seen().stream().filter(path -> path.endsWith("/keys")))
                .as("that of the first login, and one for all that follow")
                .hasSize(2);
    }

    @Test
    void anAnswerOfAnotherIssuerStateOrCodeDoesNotCount() {
        refusesAnswer(Map.of("iss", "https://evil.example"));
        refusesAnswer(Map.of("iss", ""));
        refusesAnswer(Map.of("state", "another's"));
        refusesAnswer(Map.of("state", ""));
        refusesAnswer(Map.of("code", "another's"));
        Begun begun = login.begin();
        Map<String, String> answer = new HashMap<>(login.provider.logsIn(begun.url(), ANN));
        answer.remove("iss");
        assertThat(status(() -> login.finish(begun.ticket().text(), answer)))
                .as("the provider says that it names itself")
                .isEqualTo(401);
    }

    @Test
    void aCodeOfAnotherLoginDoesNotCount() {
        Begun victims = login.begin();
        Map<String, String> stolen = login.provider.logsIn(victims.url(), ANN);
        Begun attackers = login.begin();
        Map<String, String> injected =
                new HashMap<>(login.provider.logsIn(attackers.url(), user("2", "eve@example.org")));
        injected.put("code", stolen.get("code"));

        assertThat(status(() -> login.finish(attackers.ticket().text(), injected)))
                .as("it has another code verifier")
                .isEqualTo(401);
    }

    @Test
    void whatTheTokenEndpointAnswersIsNotFollowedAndNotReadForLong() {
        login.provider.answersCodes(302, text -> text);
        assertThat(status(() -> login.logIn(ANN))).isEqualTo(401);
        assertThat(login.provider.seen()).doesNotContain("/elsewhere");
        login.provider.answersCodes(500, text -> text);
        assertThat(status(() -> login.logIn(ANN))).isEqualTo(401);
        login.provider.answersCodes(200, text -> "{\"id_token\":" + "[".repeat(100_000));
        assertThat(status(() -> login.logIn(ANN))).isEqualTo(401);
        login.provider.answersCodes(200, text -> "[]");
        assertThat(status(() -> login.logIn(ANN))).isEqualTo(401);
        login.provider.answersCodes(200, text -> text + " ".repeat(300_000));
        assertThat(status(() -> login.logIn(ANN))).isEqualTo(503);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"issuer\":\"https://evil.example\"",
                "\"token_endpoint\":\"http://10.0.0.1/token\"",
                "\"token_endpoint\":\"http://id.example/token\"",
                "\"jwks_uri\":\"https://169.254.169.254/latest\"",
                "\"jwks_uri\":\"file:///etc/passwd\"",
                "\"authorization_endpoint\":\"javascript:alert(1)\"",
                "\"authorization_endpoint\":7",
            })
    void metadataOfAnotherOrOfPlacesThatMustNotBeAskedDoesNotCount(String lie) {
        String field = lie.substring(0, lie.indexOf(':'));
        login.provider.saysOfItself(text -> text.replaceFirst(field + ":\"[^\"]*\"", lie));

        assertThat(status(() -> login.begin())).isEqualTo(503);
        assertThat(login.provider.seen()).containsOnly("/realm/.well-known/openid-configuration");
    }

    @Test
    void metadataThatIsNoneDoesNotCountAndIsNotAskedForAtEveryLogin() {
        login.provider.saysOfItself(text -> "x".repeat(300_000));

        assertThat(status(() -> login.begin())).isEqualTo(503);
        assertThat(status(() -> login.begin())).isEqualTo(503);

        assertThat(login.provider.seen()).as("within the cool-down").hasSize(1);
        login.provider.saysOfItself(text -> text);
        login.pass(Duration.ofSeconds(6));
        assertThat(login.logIn(ANN)).isInstanceOf(Outcome.In.class);
    }

    @Test
    void aProviderInsideTheHouseIsNotAsked() {
        try (ProviderFixture guarded = new ProviderFixture(fixture, "", Duration.ofMinutes(1))) {
            assertThat(status(guarded::begin)).isEqualTo(503);
            assertThat(guarded.provider.seen()).isEmpty();
        }
    }

    @Test
    void ofManyThatWaitForASlowProviderSomeAreRefusedAtOnce() {
        CountDownLatch answers = new CountDownLatch(1);
        login.provider.saysOfItself(text -> {
            awaited(answers);
            return text;
        });
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            List<CompletableFuture<Integer>> begun = Stream.generate(
                            () -> CompletableFuture.supplyAsync(() -> status(() -> login.begin()), threads))
                    .limit(13)
                    .toList();
            CompletableFuture.anyOf(begun.toArray(CompletableFuture[]::new))
                    .orTimeout(2, TimeUnit.MINUTES)
                    .join();

            answers.countDown();

            assertThat(begun.stream().map(CompletableFuture::join).sorted())
                    .as("twelve have waited")
                    .containsExactlyElementsOf(
                            Stream.concat(Stream.generate(() -> 200).limit(12), Stream.of(503))
                                    .toList());
        } finally {
            answers.countDown();
            threads.shutdown();
        }
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void refusesClaims(String claim, @Nullable Object value) {
        login.provider.saysOfUsers(told -> told.claim(claim, value));
        assertThat(status(() -> login.logIn(ANN))).as(claim + " " + value).isEqualTo(401);
    }

    private void refusesSignature(Function<JWTClaimsSet, String> how) {
        login.provider.signs(how);
        assertThat(status(() -> login.logIn(ANN))).isEqualTo(401);
    }

    private void refusesAnswer(Map<String, String> instead) {
        Begun begun = login.begin();
        Map<String, String> answer = new HashMap<>(login.provider.logsIn(begun.url(), ANN));
        answer.putAll(instead);
        assertThat(status(() -> login.finish(begun.ticket().text(), answer)))
                .as(instead.toString())
                .isEqualTo(401);
    }

    private static String symmetric(JWTClaimsSet told, byte[] secret) {
        try {
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.HS256)
                            .keyID(OpenIdProvider.key().getKeyID())
                            .build(),
                    told);
            token.sign(new MACSigner(secret));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int status(ThrowingCallable call) {
        ProblemException refused = catchThrowableOfType(ProblemException.class, call);
        return refused == null ? 200 : refused.problem().status();
    }
}
