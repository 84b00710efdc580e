package io.universalmiddleware.gateway.identity.boot;

import static io.universalmiddleware.gateway.identity.boot.FactorFixture.ADDRESS;
import static io.universalmiddleware.gateway.identity.boot.FactorFixture.from;
import static io.universalmiddleware.gateway.identity.boot.FactorFixture.in;
import static io.universalmiddleware.gateway.identity.boot.IdentityFixture.PASSWORD;
import static io.universalmiddleware.gateway.identity.boot.IdentityFixture.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.universalmiddleware.backends.Backends;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.gateway.identity.factor.Secret;
import io.universalmiddleware.gateway.identity.factor.Shown;
import io.universalmiddleware.gateway.identity.factor.TimeCode;
import io.universalmiddleware.gateway.identity.mail.WaitingMail;
import io.universalmiddleware.gateway.identity.request.CurrentUser;
import io.universalmiddleware.gateway.identity.session.LoggingIn.Outcome;
import io.universalmiddleware.gateway.identity.token.Sealing;
import io.universalmiddleware.persistence.identity.Account;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.bouncycastle.util.encoders.Base32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The second factor from its offer to its removal, on the clock of the test alone. */
@ExtendWith(Backends.class)
class EnrolmentIT {
    private static final String ANN = "ann@example.org";

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
        fixture.close();
    }

    @Test
    void aSecretIsOfferedToWhoKnowsThePasswordAndForAQuarterOfAnHour() {
        CurrentUser user = factors.user(ANN);
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> factors.enrolling(e -> e.offer(user, "another password than hers", ADDRESS)))
                .matches(refused -> refused.problem().status() == 401);
        Secret secret = factors.offered(user);
        Secret next = factors.offered(user);
        assertThat(next.base32()).isNotEqualTo(secret.base32());
        assertRefused(400, user, secret);
        fixture.clock.advance(Duration.ofMinutes(15));
        assertRefused(400, user, next);
        Secret last = factors.offered(user);
        factors.confirmed(user, last);

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> factors.offered(user))
                .matches(refused -> refused.problem().status() == 409);
        fixture.clock.advance(TimeCode.STEP);
        assertRefused(400, user, last);
    }

    @Test
    void itIsRemovedByACodeAndEndsTheOtherSessions() {
        CurrentUser user = factors.user(ANN);
        Secret secret = factors.offered(user);
        List<String> codes = factors.confirmed(user, secret);
        in(factors.answer(factors.challenge(ANN, PASSWORD), new Shown.Recovery(codes.get(0))));
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> remove(user, new Shown.Code(factors.code(secret, 0))))
                .as("used")
                .matches(refused -> refused.problem().status() == 401);

        remove(user, new Shown.Code(factors.code(secret, 1)));

        assertThat(fixture.logIn(TENANT, ANN, PASSWORD)).isInstanceOf(Outcome.In.class);
        assertThat(factors.storing(s -> s.state(ann.id())).isOn()).isFalse();
        assertThat(fixture.<Long>one("SELECT count(*) FROM recovery_code")).isZero();
        assertThat(fixture.<Long>one("SELECT count(*) FROM user_session WHERE ended_by = 'mfa'"))
                .isOne();
        assertThat(factors.audited(ann)).contains("disable-mfa", "end-session");
    }

    @Test
    void wrongCodesOfWhoIsLoggedInAreLimitedToo() {
        CurrentUser user = factors.user(ANN);
        Secret secret = factors.offered(user);
        for (int i = 0; i < 10; i++) {
            String address = from(i).address();
            assertThatExceptionOfType(ProblemException.class)
                    .isThrownBy(() -> factors.enrolling(e -> e.confirm(user, factors.wrong(secret), address)))
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
        assertThat(factors.<Boolean>factors(foreign, f -> f.use(ann, new Shown.Code(factors.code(secret, 0)))))
                .isFalse();
    }

    @Test
    void whoTakesAnUnverifiedAccountHasNoneOfTheOneBefore() {
        enrolled();
        fixture.database().transact(s -> s.update("UPDATE account SET verified_at = NULL", statement -> {}));
        fixture.account(ANN);

        assertThat(factors.storing(s -> s.state(ann.id())).isOn()).isFalse();
    }

    @Test
    void anAdministratorResetsItForWhoHasLostItAndEverySessionEnds() {
        CurrentUser user = factors.user(ANN);
        assertThat(reset("acme")).as("there is none").isFalse();
        factors.enrolled(user);
        assertThat(reset("other")).as("another tenant's").isFalse();
        WaitingMail mail = new WaitingMail(fixture.database(), fixture.sealing);
        int letters = mail.to(ANN).size();

        assertThat(reset("acme")).isTrue();

        assertThat(fixture.logIn(TENANT, ANN, PASSWORD)).isInstanceOf(Outcome.In.class);
        assertThat(fixture.<Long>one("SELECT count(*) FROM user_session WHERE ended_by = 'administrator'"))
                .isOne();
        assertThat(fixture.<String>one(
                        "SELECT actor FROM audit WHERE action = 'reset-mfa' AND subject = 'users/" + ann.id() + "'"))
                .isEqualTo("acme/olga");
        assertThat(mail.to(ANN)).hasSize(letters + 1);
        assertThat(mail.to(ANN).get(letters).text()).contains("was removed by an administrator");
        assertThat(reset("acme")).as("once").isFalse();
    }

    private boolean reset(String tenant) {
        return factors.storing(s -> s.reset("acme/olga", ann.id(), tenant));
    }

    private Secret enrolled() {
        return factors.enrolled(factors.user(ANN));
    }

    private void remove(CurrentUser user, Shown shown) {
        factors.enrolling(e -> {
            e.remove(user, shown, ADDRESS);
            return user;
        });
    }

    private void assertRefused(int status, CurrentUser user, Secret secret) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> factors.confirmed(user, secret))
                .matches(refused -> refused.problem().status() == status);
    }
}
