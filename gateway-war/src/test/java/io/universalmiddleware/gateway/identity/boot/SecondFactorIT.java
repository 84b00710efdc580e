package io.universalmiddleware.gateway.identity.boot;

import static io.universalmiddleware.gateway.identity.boot.IdentityFixture.CLIENT;
import static io.universalmiddleware.gateway.identity.boot.IdentityFixture.PASSWORD;
import static io.universalmiddleware.gateway.identity.boot.IdentityFixture.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jwt.SignedJWT;
import io.universalmiddleware.backends.Backends;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.contracts.audit.Denial;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.gateway.identity.factor.Secret;
import io.universalmiddleware.gateway.identity.factor.Shown;
import io.universalmiddleware.gateway.identity.factor.TimeCode;
import io.universalmiddleware.gateway.identity.request.Client;
import io.universalmiddleware.gateway.identity.request.CurrentUser;
import io.universalmiddleware.gateway.identity.session.LoggingIn.Outcome;
import io.universalmiddleware.gateway.identity.session.Sessions.Live;
import io.universalmiddleware.gateway.identity.token.OpaqueToken;
import io.universalmiddleware.gateway.identity.token.Sealing;
import io.universalmiddleware.persistence.identity.Account;
import io.universalmiddleware.persistence.identity.AccountRepository;
import io.universalmiddleware.persistence.identity.UserSession;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bouncycastle.util.encoders.Base32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The second factor from its offer to its removal, on the clock of the test alone. */
@ExtendWith(Backends.class)
class SecondFactorIT {
    private static final String ANN = "ann@example.org";
    private static final String ADDRESS = CLIENT.address();

    private final ExecutorService threads = Executors.newFixedThreadPool(20);
    private IdentityFixture fixture;
    private Account ann;

    @BeforeEach
    void open(PostgresBackend postgres) {
        fixture = new IdentityFixture(postgres);
        ann = fixture.account(ANN);
        fixture.database().transact(s -> new AccountRepository(s).verify(ann.id(), fixture.clock.instant()));
    }

    @AfterEach
    void close() {
        threads.shutdown();
        fixture.close();
    }

    @Test
    void aLoginAsksForACodeOnceOneWasConfirmed() throws ParseException {
        Live first = in(logIn());
        CurrentUser user = user(first);
        Secret secret = fixture.enrolling(e -> e.offer(user, PASSWORD, ADDRESS));
        assertThat(logIn()).as("nothing was confirmed").isInstanceOf(Outcome.In.class);
        List<String> codes = fixture.enrolling(e -> e.confirm(user, code(secret, 0), ADDRESS));
        assertThat(codes).hasSize(10);
        assertThat(fixture.<List<UserSession>>sessions(s -> s.alive(ann.id())))
                .as("the others have ended, and this one is of two factors")
                .singleElement()
                .satisfies(session -> assertThat(session.id()).isEqualTo(user.session()))
                .satisfies(session -> assertThat(session.methods()).containsExactly("pwd", "otp", "mfa"));

        fixture.clock.advance(TimeCode.STEP);
        Live live = in(fixture.answer(challenge(), new Shown.Code(code(secret, 0))));

        assertThat(live.session().methods()).containsExactly("pwd", "otp", "mfa");
        SignedJWT token = SignedJWT.parse(fixture.node().issue(live));
        assertThat(token.getJWTClaimsSet().getStringClaim("acr"))
                .isEqualTo("https://universalmiddleware.io/acr/two-factors");
        assertThat(token.getJWTClaimsSet().getStringListClaim("amr")).containsExactly("pwd", "otp", "mfa");
        assertThat(SignedJWT.parse(fixture.node().issue(first))
                        .getJWTClaimsSet()
                        .getStringClaim("acr"))
                .isEqualTo("https://universalmiddleware.io/acr/one-factor");
        assertThat(audited()).contains("enable-mfa", "login");
    }

    @Test
    void ofManyUsesOfOneCodeAtOnceOneSucceeds() {
        Secret secret = enrolled();
        fixture.clock.advance(TimeCode.STEP);
        List<String> challenges =
                IntStream.range(0, 20).mapToObj(i -> challenge()).toList();
        String code = code(secret, 0);

        List<Outcome> outcomes = atOnce(challenges.stream()
                .map(challenge ->
                        CompletableFuture.supplyAsync(() -> fixture.answer(challenge, new Shown.Code(code)), threads)));

        assertThat(outcomes).filteredOn(Outcome.In.class::isInstance).hasSize(1);
    }

    @Test
    void aCodeAndItsStepAreUsedUpOnEveryNode() {
        Secret secret = enrolled();
        fixture.clock.advance(TimeCode.STEP.multipliedBy(2));
        String code = code(secret, 0);
        Sealing another = new Sealing(fixture.settings.secret().orElseThrow());

        List<Boolean> used = atOnce(IntStream.range(0, 20)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> fixture.<Boolean>factors(
                                i % 2 == 0 ? fixture.sealing : another, f -> f.use(ann, new Shown.Code(code))),
                        threads)));

        assertThat(used).filteredOn(Boolean::booleanValue).hasSize(1);
        assertThat(use(new Shown.Code(code(secret, -1)))).as("an earlier one").isFalse();
        assertThat(use(new Shown.Code(code(secret, 1)))).as("a later one").isTrue();
    }

    @Test
    void aChallengeLetsInOnceAndForFiveMinutes() {
        Secret secret = enrolled();
        fixture.clock.advance(TimeCode.STEP);
        String challenge = challenge();
        assertThat(fixture.answer(challenge, new Shown.Code(wrong(secret)))).isEqualTo(new Outcome.Wrong());
        assertThat(fixture.answer(challenge, new Shown.Code(code(secret, 0)))).isInstanceOf(Outcome.In.class);
        fixture.clock.advance(TimeCode.STEP);
        assertThat(fixture.answer(challenge, new Shown.Code(code(secret, 0))))
                .as("used")
                .isEqualTo(new Outcome.Wrong());

        String late = challenge();
        fixture.clock.advance(Duration.ofMinutes(5));
        assertThat(fixture.answer(late, new Shown.Code(code(secret, 0)))).isEqualTo(new Outcome.Wrong());
        assertThat(fixture.answer("umc_x", new Shown.Code(code(secret, 0)))).isEqualTo(new Outcome.Wrong());
    }

    @Test
    void aChallengeIsOfOneAccountAndIsKeptAsAHash() {
        Secret secret = enrolled();
        fixture.clock.advance(TimeCode.STEP);
        String challenge = challenge();
        Account bob = fixture.account("bob@example.org");
        fixture.database().transact(s -> new AccountRepository(s).verify(bob.id(), fixture.clock.instant()));
        Secret bobs = fixture.storing(s -> s.offer(bob.id()).orElseThrow());
        fixture.storing(s -> s.confirm(bob.id(), bob.id(), code(bobs, 0)).orElseThrow());
        fixture.clock.advance(TimeCode.STEP);

        assertThat(fixture.answer(challenge, new Shown.Code(code(bobs, 0)))).isEqualTo(new Outcome.Wrong());
        assertThat(fixture.<String>one("SELECT encode(hash, 'hex') FROM account_proof WHERE purpose = 'challenge'"))
                .isEqualTo(HexFormat.of().formatHex(OpaqueToken.sha256(challenge)));
        assertThat(in(fixture.answer(challenge, new Shown.Code(code(secret, 0))))
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
        assertThat(fixture.answer(challenge, new Shown.Code(code(secret, 0)))).isEqualTo(new Outcome.Wrong());

        Outcome outcome = fixture.logIn(TENANT, ANN, "the sentence of tomorrow");
        String next = ((Outcome.Challenged) outcome).challenge().text();
        fixture.database()
                .transact(
                        s -> new AccountRepository(s).change(ann.id(), Set.of("user"), true, fixture.clock.instant()));
        assertThat(fixture.answer(next, new Shown.Code(code(secret, 0)))).isEqualTo(new Outcome.Wrong());
    }

    @Test
    void aRecoveryCodeStandsInOnce() {
        CurrentUser user = user(in(logIn()));
        Secret secret = fixture.enrolling(e -> e.offer(user, PASSWORD, ADDRESS));
        List<String> codes = fixture.enrolling(e -> e.confirm(user, code(secret, 0), ADDRESS));

        Shown.Recovery written =
                new Shown.Recovery(codes.get(3).toUpperCase(Locale.ROOT).replace("-", " "));
        assertThat(in(fixture.answer(challenge(), written)).session().methods()).contains("mfa");
        assertThat(fixture.answer(challenge(), written)).isEqualTo(new Outcome.Wrong());
        assertThat(fixture.storing(s -> s.state(ann.id())).recoveryCodes()).isEqualTo(9);
        assertThat(audited()).contains("use-recovery-code");

        List<String> others =
                fixture.enrolling(e -> e.renewRecoveryCodes(user, new Shown.Recovery(codes.get(4)), ADDRESS));
        assertThat(others).hasSize(10).doesNotContainAnyElementsOf(codes);
        assertThat(fixture.answer(challenge(), new Shown.Recovery(codes.get(5))))
                .isEqualTo(new Outcome.Wrong());
        assertThat(fixture.answer(challenge(), new Shown.Recovery(others.get(5))))
                .isInstanceOf(Outcome.In.class);
    }

    @Test
    void wrongCodesAreLimitedAndTheOwnerIsNotLockedOutForGood() {
        Secret secret = enrolled();
        fixture.clock.advance(TimeCode.STEP);
        for (int i = 0; i < 10; i++) {
            assertThat(fixture.answer(challenge(), new Shown.Code(wrong(secret)), from(i)))
                    .isEqualTo(new Outcome.Wrong());
        }

        assertThat(fixture.answer(challenge(), new Shown.Code(code(secret, 0)), from(99)))
                .isEqualTo(new Outcome.TooMany(Duration.ofMinutes(5)));
        assertThat(fixture.denials.all())
                .extracting(Denial::reason)
                .contains("wrong code", "too many attempts at the second factor");
        assertThat(fixture.answer(challenge(), new Shown.Code(code(secret, 0))))
                .as("from where the account was used before")
                .isInstanceOf(Outcome.In.class);
        fixture.clock.advance(Duration.ofMinutes(5));
        assertThat(fixture.answer(challenge(), new Shown.Code(code(secret, 0)), from(99)))
                .isInstanceOf(Outcome.In.class);
    }

    @Test
    void aSecretIsOfferedToWhoKnowsThePasswordAndForAQuarterOfAnHour() {
        CurrentUser user = user(in(logIn()));
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> fixture.enrolling(e -> e.offer(user, "another password than hers", ADDRESS)))
                .matches(refused -> refused.problem().status() == 401);
        Secret secret = fixture.enrolling(e -> e.offer(user, PASSWORD, ADDRESS));
        Secret next = fixture.enrolling(e -> e.offer(user, PASSWORD, ADDRESS));
        assertThat(next.base32()).isNotEqualTo(secret.base32());
        assertRefused(400, user, secret);
        fixture.clock.advance(Duration.ofMinutes(15));
        assertRefused(400, user, next);
        Secret last = fixture.enrolling(e -> e.offer(user, PASSWORD, ADDRESS));
        fixture.enrolling(e -> e.confirm(user, code(last, 0), ADDRESS));

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> fixture.enrolling(e -> e.offer(user, PASSWORD, ADDRESS)))
                .matches(refused -> refused.problem().status() == 409);
        fixture.clock.advance(TimeCode.STEP);
        assertRefused(400, user, last);
    }

    @Test
    void itIsRemovedByACodeAndEndsTheOtherSessions() {
        CurrentUser user = user(in(logIn()));
        Secret secret = fixture.enrolling(e -> e.offer(user, PASSWORD, ADDRESS));
        List<String> codes = fixture.enrolling(e -> e.confirm(user, code(secret, 0), ADDRESS));
        in(fixture.answer(challenge(), new Shown.Recovery(codes.get(0))));
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> remove(user, new Shown.Code(code(secret, 0))))
                .as("used")
                .matches(refused -> refused.problem().status() == 401);

        remove(user, new Shown.Code(code(secret, 1)));

        assertThat(logIn()).isInstanceOf(Outcome.In.class);
        assertThat(fixture.storing(s -> s.state(ann.id())).isOn()).isFalse();
        assertThat(fixture.<Long>one("SELECT count(*) FROM recovery_code")).isZero();
        assertThat(fixture.<Long>one("SELECT count(*) FROM user_session WHERE ended_by = 'mfa'"))
                .isOne();
        assertThat(audited()).contains("disable-mfa", "end-session");
    }

    @Test
    void wrongCodesOfWhoIsLoggedInAreLimitedToo() {
        CurrentUser user = user(in(logIn()));
        Secret secret = fixture.enrolling(e -> e.offer(user, PASSWORD, ADDRESS));
        for (int i = 0; i < 10; i++) {
            String address = from(i).address();
            assertThatExceptionOfType(ProblemException.class)
                    .isThrownBy(() -> fixture.enrolling(e -> e.confirm(user, wrong(secret), address)))
                    .matches(refused -> refused.problem().status() == 400);
        }

        assertThat(fixture.attempts(a -> a.atFactor(ann, from(99).address())).refusedFor())
                .contains(Duration.ofMinutes(5));
    }

    @Test
    void whatIsStoredIsNoSecret() {
        Secret secret = enrolled();
        byte[] stored = fixture.one("SELECT sealed FROM second_factor");
        byte[] plain = Base32.decode(secret.base32());

        assertThat(new String(stored, StandardCharsets.ISO_8859_1))
                .doesNotContain(new String(plain, StandardCharsets.ISO_8859_1));
        Sealing foreign = new Sealing("another secret of at least 32 chars".getBytes(StandardCharsets.UTF_8));
        fixture.clock.advance(TimeCode.STEP);
        assertThat(fixture.<Boolean>factors(foreign, f -> f.use(ann, new Shown.Code(code(secret, 0)))))
                .isFalse();
    }

    @Test
    void whoTakesAnUnverifiedAccountHasNoneOfTheOneBefore() {
        enrolled();
        fixture.database().transact(s -> s.update("UPDATE account SET verified_at = NULL", statement -> {}));
        fixture.account(ANN);

        assertThat(fixture.storing(s -> s.state(ann.id())).isOn()).isFalse();
    }

    private <T> List<T> atOnce(Stream<CompletableFuture<T>> work) {
        return work.toList().stream().map(CompletableFuture::join).toList();
    }

    /** The second factor is confirmed with the code of the present step. */
    private Secret enrolled() {
        CurrentUser user = user(in(logIn()));
        Secret secret = fixture.enrolling(e -> e.offer(user, PASSWORD, ADDRESS));
        fixture.enrolling(e -> e.confirm(user, code(secret, 0), ADDRESS));
        return secret;
    }

    private void remove(CurrentUser user, Shown shown) {
        fixture.enrolling(e -> {
            e.remove(user, shown, ADDRESS);
            return user;
        });
    }

    private void assertRefused(int status, CurrentUser user, Secret secret) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> fixture.enrolling(e -> e.confirm(user, code(secret, 0), ADDRESS)))
                .matches(refused -> refused.problem().status() == status);
    }

    private boolean use(Shown shown) {
        return fixture.<Boolean>factors(fixture.sealing, f -> f.use(ann, shown));
    }

    private Outcome logIn() {
        return fixture.logIn(TENANT, ANN, PASSWORD);
    }

    private String challenge() {
        Outcome outcome = logIn();
        assertThat(outcome).isInstanceOf(Outcome.Challenged.class);
        return ((Outcome.Challenged) outcome).challenge().text();
    }

    private static Live in(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.In.class);
        return ((Outcome.In) outcome).live();
    }

    private static CurrentUser user(Live live) {
        return new CurrentUser(live.account().id(), live.session().id());
    }

    private String code(Secret secret, long apart) {
        return TimeCode.of(Base32.decode(secret.base32()), TimeCode.step(fixture.clock.instant()) + apart);
    }

    /** What is no code of now. */
    private String wrong(Secret secret) {
        return Stream.of("000000", "000001", "000002", "000003")
                .filter(code -> IntStream.rangeClosed(-1, 1)
                        .noneMatch(i -> code(secret, i).equals(code)))
                .findFirst()
                .orElseThrow();
    }

    private static Client from(int host) {
        return new Client("198.51.100." + host, "a stranger");
    }

    private List<String> audited() {
        return fixture.database()
                .inTransaction(s -> s.query(
                        "SELECT action FROM audit WHERE subject LIKE '%" + ann.id() + "' OR actor LIKE '%" + ann.id()
                                + "'",
                        statement -> {},
                        row -> row.getString(1)));
    }
}
