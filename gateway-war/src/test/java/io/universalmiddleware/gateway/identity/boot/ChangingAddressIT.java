package io.universalmiddleware.gateway.identity.boot;

import static io.universalmiddleware.gateway.identity.boot.IdentityFixture.PASSWORD;
import static io.universalmiddleware.gateway.identity.boot.IdentityFixture.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.universalmiddleware.backends.Backends;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.gateway.identity.account.Email;
import io.universalmiddleware.gateway.identity.mail.Mail;
import io.universalmiddleware.gateway.identity.mail.WaitingMail;
import io.universalmiddleware.gateway.identity.request.CurrentUser;
import io.universalmiddleware.gateway.identity.session.LoggingIn.Outcome;
import io.universalmiddleware.persistence.identity.Account;
import io.universalmiddleware.persistence.identity.AccountRepository;
import io.universalmiddleware.persistence.identity.UserSession;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Another address for an account, from the wish to the letter to the mailbox of before. */
@ExtendWith(Backends.class)
class ChangingAddressIT {
    private static final Pattern PROOF = Pattern.compile("umv_[A-Za-z0-9_-]{43}");
    private static final String ANN = "ann@example.org";
    private static final String NEW = "Ann.New@example.org";

    private IdentityFixture fixture;
    private FactorFixture factors;
    private WaitingMail mail;
    private Account ann;
    private CurrentUser user;

    @BeforeEach
    void open(PostgresBackend postgres) {
        fixture = new IdentityFixture(postgres);
        factors = new FactorFixture(fixture);
        mail = new WaitingMail(fixture.database(), fixture.sealing);
        ann = factors.account(ANN);
        user = factors.user(ANN);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void theAddressChangesOnceItsMailboxWasRead() {
        CurrentUser elsewhere = factors.user(ANN);
        ask(NEW);
        assertThat(fixture.find(ANN)).as("not yet").isPresent();
        long letters = mail.to(ANN).size();

        confirm(user, proof(NEW));

        Account changed = fixture.find(ann.id()).orElseThrow();
        assertThat(changed.email()).isEqualTo(NEW);
        assertThat(changed.isVerified()).isTrue();
        assertThat(fixture.logIn(TENANT, NEW, PASSWORD)).isInstanceOf(Outcome.In.class);
        assertThat(fixture.logIn(TENANT, ANN, PASSWORD)).isEqualTo(new Outcome.Wrong());
        assertThat(mail.to(ANN)).hasSize((int) letters + 1);
        assertThat(mail.to(ANN).get(mail.to(ANN).size() - 1).text()).contains("has another one since just now");
        assertThat(fixture.<List<UserSession>>sessions(s -> s.alive(ann.id())))
                .extracting(UserSession::id)
                .contains(user.session())
                .doesNotContain(elsewhere.session());
        assertThat(factors.audited(ann)).contains("change-email", "end-session");
        assertThat(fixture.<Long>one("SELECT edition FROM profile")).isOne();
    }

    @Test
    void aTokenCountsOnceForADayAndForItsOwnAccount() {
        factors.account("eve@example.org");
        CurrentUser eve = factors.user("eve@example.org");
        ask(NEW);
        String first = proof(NEW);
        assertThat(refused(eve, first)).isEqualTo(400);
        ask(NEW);
        String second = proof(NEW);
        assertThat(refused(user, first)).as("another was mailed").isEqualTo(400);
        fixture.clock.advance(Duration.ofHours(24));
        assertThat(refused(user, second)).as("too late").isEqualTo(400);
        ask(NEW);
        String third = proof(NEW);

        confirm(user, third);

        assertThat(refused(user, third)).isEqualTo(400);
    }

    @Test
    void theNextWishEndsTheOneBeforeWhetherOrNotThatAddressHasAnAccount() {
        factors.account("eve@example.org");
        for (String next : List.of("eve@example.org", "nobody@example.org")) {
            ask(NEW);
            String before = proof(NEW);

            ask(next);

            assertThat(refused(user, before)).as(next).isEqualTo(400);
        }
    }

    @Test
    void anAddressWithAnAccountStaysWithItAndNobodyButItsOwnerIsTold() {
        factors.account(NEW);

        ask(NEW);

        List<Mail> told = mail.to(NEW);
        assertThat(told.get(told.size() - 1).text())
                .contains("has an account already")
                .doesNotContain("umv_");
        assertThat(fixture.<Long>one("SELECT count(*) FROM account_proof WHERE purpose = 'address'"))
                .isZero();
    }

    @Test
    void anAddressThatAStrangerTookAndNeverVerifiedGoesToWhoReadsItsMailbox() {
        Account strangers = fixture.account(NEW);

        ask(NEW);
        confirm(user, proof(NEW));

        assertThat(fixture.find(NEW)).map(Account::id).contains(ann.id());
        assertThat(fixture.find(strangers.id())).isEmpty();
        assertThat(fixture.<String>one("SELECT actor FROM audit WHERE action = 'delete-user' AND subject = 'users/"
                        + strangers.id() + "'"))
                .isEqualTo("acme/" + ann.id());
    }

    @Test
    void anAccountThatWasUsedThoughNobodyVerifiedItKeepsItsAddress() {
        Account used = fixture.account(NEW);
        fixture.begin(used);

        ask(NEW);

        assertThat(fixture.<Long>one("SELECT count(*) FROM account_proof WHERE purpose = 'address'"))
                .isZero();
        assertThat(mail.to(NEW).get(mail.to(NEW).size() - 1).text()).contains("has an account already");
        assertThat(fixture.find(used.id())).isPresent();
    }

    @Test
    void anAccountThatIsKeptOutKeepsItsAddress() {
        Account keptOut = fixture.account(NEW);
        fixture.database()
                .transact(s ->
                        new AccountRepository(s).change(keptOut.id(), Set.of("user"), true, fixture.clock.instant()));

        ask(NEW);

        assertThat(fixture.<Long>one("SELECT count(*) FROM account_proof WHERE purpose = 'address'"))
                .isZero();
        assertThat(fixture.find(keptOut.id())).isPresent();
    }

    @Test
    void anAddressThatGotAnAccountMeanwhileIsNotTaken() {
        ask(NEW);
        String proof = proof(NEW);
        factors.account(NEW.toLowerCase(java.util.Locale.ROOT));

        assertThat(refused(user, proof)).isEqualTo(400);
        assertThat(fixture.find(ann.id()).orElseThrow().email()).isEqualTo(ANN);
    }

    @Test
    void ofTwoThatConfirmAnAddressAtOnceOneGetsIt() {
        factors.account("eve@example.org");
        CurrentUser eve = factors.user("eve@example.org");
        ask(NEW);
        String anns = proof(NEW);
        ask(eve, NEW);
        String eves = proof(NEW);

        int status = behindConfirming(anns, () -> refused(eve, eves));

        assertThat(status).isEqualTo(400);
        assertThat(fixture.find(NEW)).map(Account::id).contains(ann.id());
    }

    @Test
    void aPasswordAskedForWhileTheAddressChangesIsNotMailedToTheOneBefore() {
        ask(NEW);

        behindConfirming(proof(NEW), () -> askForReset(ANN));

        assertThat(fixture.<Long>one("SELECT count(*) FROM account_proof WHERE purpose = 'reset'"))
                .isZero();
        assertThat(fixture.<Long>one("SELECT count(*) FROM outgoing_mail WHERE expires_at <= due_at"))
                .as("written and not sent")
                .isOne();
    }

    @Test
    void whatTheMailboxOfBeforeWasSentCountsNoMore() {
        ask(NEW);
        askForReset(ANN);
        String reset = proof(ANN);

        confirm(user, proof(NEW));

        assertThat(catchThrowableOfType(ProblemException.class, () -> fixture.reset(reset, "a wholly new sentence"))
                        .problem()
                        .status())
                .isEqualTo(400);
    }

    @Test
    void whatWasAskedForBeforeThePasswordChangedCountsNoMore() {
        ask(NEW);
        String proof = proof(NEW);
        Account now = fixture.find(ann.id()).orElseThrow();

        fixture.accounts(a -> a.setPassword(now, fixture.passwords.hash("another long sentence")));

        assertThat(refused(user, proof)).isEqualTo(400);
    }

    @Test
    void anAddressIsWrittenToSoOften() {
        for (int i = 0; i < 20; i++) {
            ask(NEW);
        }

        assertThat(mail.to(NEW)).hasSize(5);
    }

    private void ask(String address) {
        ask(user, address);
    }

    private void ask(CurrentUser by, String address) {
        fixture.transact(u -> u.changingAddress().ask(by.account(), new Email(address)));
    }

    private boolean askForReset(String address) {
        return fixture.accounts(a -> {
            a.askForReset(TENANT, new Email(address));
            return true;
        });
    }

    private void confirm(CurrentUser by, String proof) {
        fixture.transact(u -> u.changingAddress().confirm(by, proof));
    }

    /** What comes of work that is to wait until the change of ann's address has committed. */
    private <T> T behindConfirming(String proof, Supplier<T> work) {
        return fixture.inTransaction(u -> {
                    u.changingAddress().confirm(user, proof);
                    CompletableFuture<T> behind = CompletableFuture.supplyAsync(work);
                    await().atMost(Duration.ofSeconds(60))
                            .until(() -> fixture.<Long>one("SELECT count(*) FROM pg_stat_activity"
                                            + " WHERE datname = current_database() AND wait_event_type = 'Lock'")
                                    > 0);
                    return behind;
                })
                .join();
    }

    private int refused(CurrentUser by, String proof) {
        return catchThrowableOfType(ProblemException.class, () -> confirm(by, proof))
                .problem()
                .status();
    }

    /** What was mailed last. */
    private String proof(String address) {
        List<Mail> letters = mail.to(address);
        return PROOF.matcher(letters.get(letters.size() - 1).text())
                .results()
                .map(MatchResult::group)
                .findFirst()
                .orElseThrow();
    }
}
