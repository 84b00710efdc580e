package io.universalmiddleware.gateway.identity.boot;

import static io.universalmiddleware.gateway.identity.boot.FactorFixture.ADDRESS;
import static io.universalmiddleware.gateway.identity.boot.FactorFixture.from;
import static io.universalmiddleware.gateway.identity.boot.FactorFixture.in;
import static io.universalmiddleware.gateway.identity.boot.FactorFixture.user;
import static io.universalmiddleware.gateway.identity.boot.IdentityFixture.PASSWORD;
import static io.universalmiddleware.gateway.identity.boot.IdentityFixture.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import io.universalmiddleware.backends.Backends;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.contracts.audit.Denial;
import io.universalmiddleware.gateway.identity.account.Email;
import io.universalmiddleware.gateway.identity.factor.Secret;
import io.universalmiddleware.gateway.identity.factor.Shown;
import io.universalmiddleware.gateway.identity.factor.TimeCode;
import io.universalmiddleware.gateway.identity.mail.Mail;
import io.universalmiddleware.gateway.identity.mail.WaitingMail;
import io.universalmiddleware.gateway.identity.request.CurrentUser;
import io.universalmiddleware.gateway.identity.session.LoggingIn.Outcome;
import io.universalmiddleware.gateway.identity.session.Sessions.Live;
import io.universalmiddleware.gateway.identity.token.OpaqueToken;
import io.universalmiddleware.gateway.identity.token.Sealing;
import io.universalmiddleware.persistence.identity.Account;
import io.universalmiddleware.persistence.identity.AccountRepository;
import io.universalmiddleware.persistence.identity.UserSession;
import java.text.ParseException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Logins by two factors, on the clock of the test alone. */
@ExtendWith(Backends.class)
class SecondFactorIT {
    private static final String ANN = "ann@example.org";

    private final ExecutorService threads = Executors.newFixedThreadPool(20);
    private IdentityFixture fixture;
    private FactorFixture factors;
    private Account ann;

    @BeforeEach
    void open(PostgresBackend postgres) {
        fixture = new IdentityFixture(postgres);
        factors = new FactorFixture(fixture);
        ann = factors.account(ANN);
    }

    @AfterEach
    void close() {
        threads.shutdown();
        fixture.close();
    }

    @Test
    void aLoginAsksForACodeOnceOneWasConfirmed() throws ParseException {
        Live first = in(fixture.logIn(TENANT, ANN, PASSWORD));
        CurrentUser user = user(first);
        Secret secret = factors.offered(user);
        assertThat(fixture.logIn(TENANT, ANN, PASSWORD))
                .as("nothing was confirmed")
                .isInstanceOf(Outcome.In.class);
        List<String> codes = factors.confirmed(user, secret);
        assertThat(codes).hasSize(10);
        assertThat(fixture.<List<UserSession>>sessions(s -> s.alive(ann.id())))
                .as("the others have ended, and this one is of two factors")
                .singleElement()
                .satisfies(session -> assertThat(session.id()).isEqualTo(user.session()))
                .satisfies(session -> assertThat(session.methods()).containsExactly("pwd", "otp", "mfa"));

        fixture.clock.advance(TimeCode.STEP);
        Live live = in(factors.answer(challenge(), new Shown.Code(factors.code(secret, 0))));

        assertThat(live.session().methods()).containsExactly("pwd", "otp", "mfa");
        SignedJWT token = SignedJWT.parse(fixture.node().issue(live));
        assertThat(token.getJWTClaimsSet().getStringClaim("acr"))
                .isEqualTo("https://universalmiddleware.io/acr/two-factors");
        assertThat(token.getJWTClaimsSet().getStringListClaim("amr")).containsExactly("pwd", "otp", "mfa");
        assertThat(SignedJWT.parse(fixture.node().issue(first))
                        .getJWTClaimsSet()
                        .getStringClaim("acr"))
                .isEqualTo("https://universalmiddleware.io/acr/one-factor");
        assertThat(factors.audited(ann)).contains("enable-mfa", "login");
    }

    @Test
    void ofManyUsesOfOneCodeAtOnceOneSucceeds() {
        Secret secret = enrolled();
        fixture.clock.advance(TimeCode.STEP);
        List<String> challenges =
                IntStream.range(0, 20).mapToObj(i -> challenge()).toList();
        String code = factors.code(secret, 0);

        List<Outcome> outcomes = atOnce(challenges.stream()
                .map(challenge ->
                        CompletableFuture.supplyAsync(() -> factors.answer(challenge, new Shown.Code(code)), threads)));

        assertThat(outcomes).filteredOn(Outcome.In.class::isInstance).hasSize(1);
    }

    @Test
    void aPasswordThatWasSetAnewLeavesTheSecondFactor() {
        enrolled();
        fixture.accounts(a -> {
            a.askForReset(TENANT, new Email(ANN));
            return ann;
        });
        List<Mail> letters = new WaitingMail(fixture.database(), fixture.sealing).to(ANN);
        Matcher proof = Pattern.compile("umv_[A-Za-z0-9_-]{43}")
                .matcher(letters.get(letters.size() - 1).text());
        assertThat(proof.find()).isTrue();

        fixture.reset(proof.group(), "a wholly new sentence");

        assertThat(fixture.logIn(TENANT, ANN, "a wholly new sentence")).isInstanceOf(Outcome.Challenged.class);
    }

    @Test
    void aCodeAndItsStepAreUsedUpOnEveryNode() {
        Secret secret = enrolled();
        fixture.clock.advance(TimeCode.STEP.multipliedBy(2));
        String code = factors.code(secret, 0);
        Sealing another = new Sealing(fixture.settings.secret().orElseThrow());

        List<Boolean> used = atOnce(IntStream.range(0, 20)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> factors.<Boolean>factors(
                                i % 2 == 0 ? fixture.sealing : another, f -> f.use(ann, new Shown.Code(code))),
                        threads)));

        assertThat(used).filteredOn(Boolean::booleanValue).hasSize(1);
        assertThat(use(new Shown.Code(factors.code(secret, -1))))
                .as("an earlier one")
                .isFalse();
        assertThat(use(new Shown.Code(factors.code(secret, 1))))
                .as("a later one")
                .isTrue();
    }

    @Test
    void aChallengeLetsInOnceAndForFiveMinutes() {
        Secret secret = enrolled();
        fixture.clock.advance(TimeCode.STEP);
        String challenge = challenge();
        assertThat(factors.answer(challenge, new Shown.Code(factors.wrong(secret))))
                .isEqualTo(new Outcome.Wrong());
        assertThat(factors.answer(challenge, new Shown.Code(factors.code(secret, 0))))
                .isInstanceOf(Outcome.In.class);
        fixture.clock.advance(TimeCode.STEP);
        assertThat(factors.answer(challenge, new Shown.Code(factors.code(secret, 0))))
                .as("used")
                .isEqualTo(new Outcome.Wrong());

        String late = challenge();
        fixture.clock.advance(Duration.ofMinutes(5));
        assertThat(factors.answer(late, new Shown.Code(factors.code(secret, 0))))
                .isEqualTo(new Outcome.Wrong());
        assertThat(factors.answer("umc_x", new Shown.Code(factors.code(secret, 0))))
                .isEqualTo(new Outcome.Wrong());
    }

    @Test
    void aChallengeIsOfOneAccountAndIsKeptAsAHash() {
        Secret secret = enrolled();
        fixture.clock.advance(TimeCode.STEP);
        String challenge = challenge();
        Account bob = fixture.account("bob@example.org");
        fixture.database().transact(s -> new AccountRepository(s).verify(bob.id(), fixture.clock.instant()));
        Secret bobs = factors.storing(s -> s.offer(bob.id()).orElseThrow());
        factors.storing(
                s -> s.confirm(bob.id(), bob.id(), factors.code(bobs, 0)).orElseThrow());
        fixture.clock.advance(TimeCode.STEP);

        assertThat(factors.answer(challenge, new Shown.Code(factors.code(bobs, 0))))
                .isEqualTo(new Outcome.Wrong());
        assertThat(fixture.<String>one("SELECT encode(hash, 'hex') FROM account_proof WHERE purpose = 'challenge'"))
                .isEqualTo(HexFormat.of().formatHex(OpaqueToken.sha256(challenge)));
        assertThat(in(factors.answer(challenge, new Shown.Code(factors.code(secret, 0))))
                        .account()
                        .id())
                .isEqualTo(ann.id());
    }

    @Test
    void aChallengeEndsWithThePasswordAndWithTheAccount() {
        Secret secret = enrolled();
        fixture.clock.advance(TimeCode.STEP);
        String challenge = challenge();
        fixture.<Boolean>accounts(a -> a.setPassword(
                fixture.find(ann.id()).orElseThrow(), fixture.passwords.hash("the sentence of tomorrow")));
        assertThat(factors.answer(challenge, new Shown.Code(factors.code(secret, 0))))
                .isEqualTo(new Outcome.Wrong());

        Outcome outcome = fixture.logIn(TENANT, ANN, "the sentence of tomorrow");
        String next = ((Outcome.Challenged) outcome).challenge().text();
        fixture.database()
                .transact(
                        s -> new AccountRepository(s).change(ann.id(), Set.of("user"), true, fixture.clock.instant()));
        assertThat(factors.answer(next, new Shown.Code(factors.code(secret, 0))))
                .isEqualTo(new Outcome.Wrong());
    }

    @Test
    void aRecoveryCodeStandsInOnce() {
        CurrentUser user = factors.user(ANN);
        Secret secret = factors.offered(user);
        List<String> codes = factors.confirmed(user, secret);

        Shown.Recovery written =
                new Shown.Recovery(codes.get(3).toUpperCase(Locale.ROOT).replace("-", " "));
        assertThat(in(factors.answer(challenge(), written)).session().methods()).contains("mfa");
        assertThat(factors.answer(challenge(), written)).isEqualTo(new Outcome.Wrong());
        assertThat(factors.storing(s -> s.state(ann.id())).recoveryCodes()).isEqualTo(9);
        assertThat(factors.audited(ann)).contains("use-recovery-code");

        List<String> others =
                factors.enrolling(e -> e.renewRecoveryCodes(user, new Shown.Recovery(codes.get(4)), ADDRESS));
        assertThat(others).hasSize(10).doesNotContainAnyElementsOf(codes);
        assertThat(factors.answer(challenge(), new Shown.Recovery(codes.get(5))))
                .isEqualTo(new Outcome.Wrong());
        assertThat(factors.answer(challenge(), new Shown.Recovery(others.get(5))))
                .isInstanceOf(Outcome.In.class);
    }

    @Test
    void wrongCodesAreLimitedAndTheOwnerIsNotLockedOutForGood() {
        Secret secret = enrolled();
        fixture.clock.advance(TimeCode.STEP);
        for (int i = 0; i < 10; i++) {
            assertThat(factors.answer(challenge(), new Shown.Code(factors.wrong(secret)), from(i)))
                    .isEqualTo(new Outcome.Wrong());
        }

        assertThat(factors.answer(challenge(), new Shown.Code(factors.code(secret, 0)), from(99)))
                .isEqualTo(new Outcome.TooMany(Duration.ofMinutes(5)));
        assertThat(fixture.denials.all())
                .extracting(Denial::reason)
                .contains("wrong code", "too many attempts at the second factor");
        assertThat(factors.answer(challenge(), new Shown.Code(factors.code(secret, 0))))
                .as("from where the account was used before")
                .isInstanceOf(Outcome.In.class);
        fixture.clock.advance(Duration.ofMinutes(5));
        assertThat(factors.answer(challenge(), new Shown.Code(factors.code(secret, 0)), from(99)))
                .isInstanceOf(Outcome.In.class);
    }

    private <T> List<T> atOnce(Stream<CompletableFuture<T>> work) {
        return work.toList().stream().map(CompletableFuture::join).toList();
    }

    private Secret enrolled() {
        return factors.enrolled(factors.user(ANN));
    }

    private boolean use(Shown shown) {
        return factors.<Boolean>factors(fixture.sealing, f -> f.use(ann, shown));
    }

    private String challenge() {
        return factors.challenge(ANN, PASSWORD);
    }
}
