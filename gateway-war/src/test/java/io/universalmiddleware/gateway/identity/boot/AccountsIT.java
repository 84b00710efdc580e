package io.universalmiddleware.gateway.identity.boot;

import static io.universalmiddleware.gateway.identity.boot.IdentityFixture.PASSWORD;
import static io.universalmiddleware.gateway.identity.boot.IdentityFixture.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import io.universalmiddleware.backends.Backends;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.gateway.identity.account.Email;
import io.universalmiddleware.gateway.identity.mail.DeliveringMail;
import io.universalmiddleware.gateway.identity.mail.MailSettings;
import io.universalmiddleware.gateway.identity.session.LoggingIn.Outcome;
import io.universalmiddleware.gateway.identity.session.Sessions;
import io.universalmiddleware.gateway.identity.settings.IdentitySettings;
import io.universalmiddleware.gateway.network.NobodysPort;
import io.universalmiddleware.persistence.identity.Account;
import io.universalmiddleware.persistence.identity.AccountRepository;
import io.universalmiddleware.persistence.identity.UserSession;
import io.universalmiddleware.stores.Ports;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** From registration to login and a new password, with mail that a server takes. */
@ExtendWith(Backends.class)
class AccountsIT {
    private static final Pattern PROOF = Pattern.compile("umv_[A-Za-z0-9_-]{43}");
    private static final String ANN = "ann@example.org";

    private IdentityFixture fixture;
    private GreenMail server;
    private DeliveringMail delivering;

    @BeforeEach
    void open(PostgresBackend postgres) {
        fixture = new IdentityFixture(postgres);
        server = mailServer(Ports.free());
        server.start();
        URI url = URI.create("smtp://127.0.0.1:" + server.getSmtp().getPort());
        delivering = new DeliveringMail(
                fixture.bag(),
                fixture.sealing,
                url,
                new MailSettings(Optional.of(url), "um@example.org", Duration.ofSeconds(30)),
                fixture.clock);
    }

    @AfterEach
    void close() {
        server.stop();
        fixture.close();
    }

    @Test
    void whoRegistersVerifiesTheAddressAndLogsIn() {
        fixture.account(ANN);
        fixture.clock.advance(Duration.ofSeconds(1));
        assertThat(logIn(ANN, PASSWORD)).isInstanceOf(Outcome.Unverified.class);

        String proof = lastProof(ANN);
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
        deliver();
        assertThat(bodies("ANN@example.org")).last().asString().contains("has an account already");
    }

    @Test
    void anAddressThatNobodyVerifiedGoesToWhoRegistersLast() {
        Account taken = fixture.account(ANN);
        String first = lastProof(ANN);
        fixture.sessions(s -> s.begin(taken, IdentityFixture.CLIENT, List.of("pwd")));
        fixture.clock.advance(Duration.ofSeconds(1));

        register(fixture.settings, ANN, "the sentence of its owner");

        assertThat(fixture.<List<UserSession>>sessions(s -> s.alive(taken.id())))
                .isEmpty();
        String second = lastProof(ANN);
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
        deliver();
        int before = server.getReceivedMessages().length;

        for (int i = 0; i < 20; i++) {
            register(fixture.settings, ANN, "the sentence of a stranger");
            fixture.accounts(a -> {
                a.askForReset(TENANT, new Email(ANN));
                return ann;
            });
        }
        deliver();
        assertThat(server.getReceivedMessages()).hasSize(before + 5);

        for (int i = 0; i < 20; i++) {
            logIn("bob@example.org", PASSWORD);
            register(fixture.settings, "bob@example.org", PASSWORD);
        }
        deliver();
        assertThat(server.getReceivedMessages()).hasSize(before + 10);
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
        String proof = lastProof(ANN);

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
        String proof = lastProof(ANN);

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
        assertThat(fixture.<Optional<Sessions.Live>>sessions(
                        s -> s.refresh(in.live().refresh().text(), IdentityFixture.CLIENT)))
                .isEmpty();
        assertThat(logIn(ANN, PASSWORD)).isEqualTo(new Outcome.Wrong());
        assertThat(logIn(ANN, "a wholly new sentence")).isInstanceOf(Outcome.In.class);
        deliver();
        assertThat(bodies("nobody@example.org")).isEmpty();
        assertThat(bodies(ANN)).last().asString().contains("password of this address was changed");
    }

    @Test
    void aProofEndsWithItsTimeAndWithTheNextOne() {
        Account ann = fixture.account(ANN);
        String first = lastProof(ANN);
        fixture.accounts(a -> {
            a.askAgain(ann);
            return ann;
        });
        String second = lastProof(ANN);

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

    @Test
    void mailWaitsUntilAServerTakesItAndIsNotReadableInTheDatabase() {
        int port = server.getSmtp().getPort();
        server.stop();
        NobodysPort nobody = new NobodysPort(port);
        fixture.account(ANN);
        assertThat(delivering.deliver()).isZero();
        String stored = fixture.one("SELECT encode(sealed, 'escape') FROM outgoing_mail");
        assertThat(stored).doesNotContain(ANN, "umv_");

        nobody.close();
        server = mailServer(port);
        server.start();
        assertThat(delivering.deliver()).as("not at once").isZero();
        fixture.clock.advance(Duration.ofSeconds(6));

        assertThat(delivering.deliver()).isEqualTo(1);
        assertThat(bodies(ANN)).hasSize(1);
        assertThat(delivering.deliver()).isZero();
    }

    private static GreenMail mailServer(int port) {
        ServerSetup setup = new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP);
        setup.setServerStartupTimeout(60_000);
        return new GreenMail(setup);
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
        String proof = lastProof(email);
        fixture.accounts(a -> a.verify(proof));
        return fixture.find(email).orElseThrow();
    }

    private Outcome logIn(String email, String password) {
        return fixture.logIn(TENANT, email, password);
    }

    private void deliver() {
        for (int taken = delivering.deliver(); taken > 0; taken = delivering.deliver()) {
            assertThat(taken).isPositive();
        }
    }

    private String lastProof(String email) {
        deliver();
        List<String> bodies = bodies(email);
        Matcher proof = PROOF.matcher(bodies.get(bodies.size() - 1));
        assertThat(proof.find()).isTrue();
        return proof.group();
    }

    private List<String> bodies(String to) {
        return Stream.of(server.getReceivedMessages())
                .filter(message -> isTo(message, to))
                .map(GreenMailUtil::getBody)
                .toList();
    }

    private static boolean isTo(MimeMessage message, String to) {
        try {
            return message.getAllRecipients()[0].toString().equals(to);
        } catch (MessagingException broken) {
            throw new IllegalStateException(broken);
        }
    }
}
