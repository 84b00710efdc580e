package io.universalmiddleware.gateway.identity.boot;

import static io.universalmiddleware.gateway.identity.boot.IdentityFixture.PASSWORD;
import static io.universalmiddleware.gateway.identity.boot.IdentityFixture.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.universalmiddleware.backends.Backends;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.gateway.identity.account.Email;
import io.universalmiddleware.gateway.identity.session.LoggingIn.Outcome;
import io.universalmiddleware.gateway.identity.settings.IdentitySettings;
import io.universalmiddleware.persistence.identity.Account;
import io.universalmiddleware.persistence.identity.AccountRepository;
import io.universalmiddleware.persistence.identity.UserSession;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** From registration to login and a new password, with mail that a server takes. */
@ExtendWith(Backends.class)
class AccountsIT {
    private static final String ANN = "ann@example.org";

    private IdentityFixture fixture;
    private MailFixture mail;

    @BeforeEach
    void open(PostgresBackend postgres) {
        fixture = new IdentityFixture(postgres);
        mail = new MailFixture(fixture);
    }

    @AfterEach
    void close() {
        mail.close();
        fixture.close();
    }

    @Test
    void whoRegistersVerifiesTheAddressAndLogsIn() {
        fixture.account(ANN);
        fixture.clock.advance(Duration.ofSeconds(1));
        assertThat(logIn(ANN, PASSWORD)).isInstanceOf(Outcome.Unverified.class);

        String proof = mail.lastProof(ANN);
        assertThat(fixture.<Boolean>accounts(a -> a.verify(proof))).isTrue();
        assertThat(fixture.<Boolean>accounts(a -> a.verify(proof)))
                .as("counts once")
                .isFalse();

        Outcome outcome = logIn("Ann@Example.ORG", PASSWORD);
        assertThat(outcome).isInstanceOf(Outcome.In.class);
        assertThat(((Outcome.In) outcome).live().account().roles()).containsExactly("user");
    }

    @Test
    void aWrongPasswordAndNoAccountAreRefusedAlike() {
        verified(ANN);

        assertThat(logIn(ANN, "another password than hers")).isEqualTo(new Outcome.Wrong());
        assertThat(logIn("bob@example.org", PASSWORD)).isEqualTo(new Outcome.Wrong());
        assertThat(fixture.logIn(new TenantId("other"), ANN, PASSWORD)).isEqualTo(new Outcome.Wrong());
        fixture.database()
                .transact(s -> new AccountRepository(s)
                        .change(fixture.find(ANN).orElseThrow().id(), Set.of("user"), true, fixture.clock.instant()));
        assertThat(logIn(ANN, PASSWORD)).isEqualTo(new Outcome.Wrong());
    }

    @Test
    void whoRegistersAgainIsToldByMailAlone() {
        Account before = verified(ANN);

        fixture.account("ANN@example.org");

        assertThat(fixture.find(ANN)).contains(before);
        mail.deliverAll();
        assertThat(mail.bodies("ANN@example.org")).last().asString().contains("has an account already");
    }

    @Test
    void anAddressThatNobodyVerifiedGoesToWhoRegistersLast() {
        Account taken = fixture.account(ANN);
        String first = mail.lastProof(ANN);
        fixture.begin(taken);
        fixture.clock.advance(Duration.ofSeconds(1));

        register(fixture.settings, ANN, "the sentence of its owner");

        assertThat(fixture.<List<UserSession>>sessions(s -> s.alive(taken.id())))
                .isEmpty();
        String second = mail.lastProof(ANN);
        assertThat(second).isNotEqualTo(first);
        assertThat(fixture.<Boolean>accounts(a -> a.verify(first))).isFalse();
        assertThat(fixture.<Boolean>accounts(a -> a.verify(second))).isTrue();
        assertThat(logIn(ANN, PASSWORD)).isEqualTo(new Outcome.Wrong());
        assertThat(logIn(ANN, "the sentence of its owner")).isInstanceOf(Outcome.In.class);
        register(fixture.settings, ANN, PASSWORD);
        assertThat(logIn(ANN, PASSWORD)).as("verified now").isEqualTo(new Outcome.Wrong());
    }

    @Test
    void whereTheUnverifiedLogInNobodyTakesTheirAccount() {
        Account ann = fixture.account(ANN);

        register(fixture.lenient(), ANN, "the sentence of a stranger");

        assertThat(fixture.find(ANN)).contains(ann);
    }

    @Test
    void anAddressIsWrittenToSoOftenWhateverStrangersDo() {
        Account ann = verified(ANN);
        fixture.account("bob@example.org");
        fixture.clock.advance(Duration.ofHours(1));
        mail.deliverAll();
        int before = mail.received();

        for (int i = 0; i < 20; i++) {
            register(fixture.settings, ANN, "the sentence of a stranger");
            fixture.accounts(a -> {
                a.askForReset(TENANT, new Email(ANN));
                return ann;
            });
        }
        mail.deliverAll();
        assertThat(mail.received()).isEqualTo(before + 5);

        for (int i = 0; i < 20; i++) {
            logIn("bob@example.org", PASSWORD);
            register(fixture.settings, "bob@example.org", PASSWORD);
        }
        mail.deliverAll();
        assertThat(mail.received()).isEqualTo(before + 10);
    }

    @Test
    void aRightPasswordOfAnUnverifiedAccountIsNotGivenBack() {
        fixture.account(ANN);

        for (int i = 0; i < 5; i++) {
            assertThat(logIn(ANN, PASSWORD)).isInstanceOf(Outcome.Unverified.class);
        }

        assertThat(logIn(ANN, PASSWORD)).isInstanceOf(Outcome.TooMany.class);
    }

    @Test
    void anAccountThatNobodyVerifiesIsRemovedAfterAWeek() {
        verified(ANN);
        fixture.account("bob@example.org");
        fixture.clock.advance(Duration.ofDays(7).plusSeconds(1));
        fixture.account("cid@example.org");

        fixture.tidy(fixture.lenient());
        assertThat(fixture.find("bob@example.org")).isPresent();
        fixture.tidy(fixture.settings);

        assertThat(fixture.find(ANN)).isPresent();
        assertThat(fixture.find("bob@example.org")).isEmpty();
        assertThat(fixture.find("cid@example.org")).isPresent();
    }

    @Test
    void aTokenToResetCountsNoMoreOncePasswordsChanged() {
        Account ann = verified(ANN);
        fixture.accounts(a -> {
            a.askForReset(TENANT, new Email(ANN));
            return ann;
        });
        String proof = mail.lastProof(ANN);

        assertThat(fixture.<Boolean>accounts(a -> a.setPassword(ann, fixture.passwords.hash("another long sentence"))))
                .isTrue();

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> fixture.reset(proof, "a wholly new sentence"));
    }

    @Test
    void ofTwoLoginsThatHashAnewBothSucceed() {
        verified(ANN);

        assertThat(fixture.logInAtCostBehindAnother(20_000, ANN, PASSWORD)).isInstanceOf(Outcome.In.class);
    }

    @Test
    void theSameAddressHasAnAccountInEachTenant() {
        fixture.account(ANN);
        fixture.accounts(a -> {
            a.register(new TenantId("other"), new Email(ANN), fixture.passwords.hash("another long password here"));
            return ANN;
        });

        assertThat(fixture.<Integer>one("SELECT count(*)::int FROM account")).isEqualTo(2);
    }

    @Test
    void aForgottenPasswordIsSetAnewAndEndsEverySession() {
        verified(ANN);
        Outcome.In in = (Outcome.In) logIn(ANN, PASSWORD);
        fixture.accounts(a -> {
            a.askForReset(TENANT, new Email("nobody@example.org"));
            a.askForReset(TENANT, new Email(ANN));
            return ANN;
        });
        String proof = mail.lastProof(ANN);

        assertThatExceptionOfType(ProblemException.class)
                .as("too short")
                .isThrownBy(() -> fixture.reset(proof, "short"));
        assertThatExceptionOfType(ProblemException.class)
                .as("her name")
                .isThrownBy(() -> fixture.reset(proof, "annannann@example.org"));
        fixture.reset(proof, "a wholly new sentence");

        assertThatExceptionOfType(ProblemException.class)
                .as("used up")
                .isThrownBy(() -> fixture.reset(proof, "a wholly newer sentence"));
        assertThat(fixture.refresh(in.live())).isEmpty();
        assertThat(logIn(ANN, PASSWORD)).isEqualTo(new Outcome.Wrong());
        assertThat(logIn(ANN, "a wholly new sentence")).isInstanceOf(Outcome.In.class);
        mail.deliverAll();
        assertThat(mail.bodies("nobody@example.org")).isEmpty();
        assertThat(mail.bodies(ANN)).last().asString().contains("password of this address was changed");
    }

    @Test
    void aProofEndsWithItsTimeAndWithTheNextOne() {
        Account ann = fixture.account(ANN);
        String first = mail.lastProof(ANN);
        fixture.accounts(a -> {
            a.askAgain(ann);
            return ann;
        });
        String second = mail.lastProof(ANN);

        assertThat(fixture.<Boolean>accounts(a -> a.verify(first))).isFalse();
        fixture.clock.advance(Duration.ofHours(24));
        assertThat(fixture.<Boolean>accounts(a -> a.verify(second))).isFalse();
    }

    @Test
    void aPasswordIsHashedAnewOnceThatCostsMore() {
        Account before = verified(ANN);

        fixture.logInAtCost(20_000, ANN, PASSWORD);

        Account after = fixture.find(ANN).orElseThrow();
        assertThat(after.password()).isNotEqualTo(before.password()).contains("m=20000");
        assertThat(fixture.logInAtCost(20_000, ANN, PASSWORD)).isInstanceOf(Outcome.In.class);
    }

    private void register(IdentitySettings settings, String email, String password) {
        String hash = fixture.passwords.hash(password);
        fixture.accounts(settings, a -> {
            a.register(TENANT, new Email(email), hash);
            return email;
        });
    }

    private Account verified(String email) {
        fixture.account(email);
        String proof = mail.lastProof(email);
        fixture.accounts(a -> a.verify(proof));
        return fixture.find(email).orElseThrow();
    }

    private Outcome logIn(String email, String password) {
        return fixture.logIn(TENANT, email, password);
    }
}
