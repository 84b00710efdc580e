package io.universalmiddleware.gateway.identity.boot;

import static io.universalmiddleware.gateway.identity.boot.IdentityFixture.CLIENT;
import static io.universalmiddleware.gateway.identity.boot.IdentityFixture.PASSWORD;
import static io.universalmiddleware.gateway.identity.boot.IdentityFixture.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.universalmiddleware.backends.Backends;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.gateway.identity.mail.WaitingMail;
import io.universalmiddleware.gateway.identity.password.PasswordRules;
import io.universalmiddleware.gateway.identity.renewal.RenewingPassword;
import io.universalmiddleware.gateway.identity.renewal.StoringPassword;
import io.universalmiddleware.gateway.identity.request.CurrentUser;
import io.universalmiddleware.gateway.identity.session.LoggingIn.Outcome;
import io.universalmiddleware.gateway.identity.session.Reauthenticating;
import io.universalmiddleware.persistence.identity.UserSession;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Another password for who is logged in. */
@ExtendWith(Backends.class)
class ChangingPasswordIT {
    private static final String ANN = "ann@example.org";
    private static final String OTHER = "another long sentence";

    private IdentityFixture fixture;
    private FactorFixture factors;
    private CurrentUser user;

    @BeforeEach
    void open(PostgresBackend postgres) {
        fixture = new IdentityFixture(postgres);
        factors = new FactorFixture(fixture);
        factors.account(ANN);
        user = factors.user(ANN);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void whoKnowsThePresentOneChangesItAndEndsTheOtherSessions() {
        CurrentUser elsewhere = factors.user(ANN);

        change(PASSWORD, OTHER);

        assertThat(fixture.logIn(TENANT, ANN, PASSWORD)).isEqualTo(new Outcome.Wrong());
        assertThat(fixture.logIn(TENANT, ANN, OTHER)).isInstanceOf(Outcome.In.class);
        assertThat(fixture.<List<UserSession>>sessions(s -> s.alive(user.account())))
                .extracting(UserSession::id)
                .contains(user.session())
                .doesNotContain(elsewhere.session());
        List<String> letters = new WaitingMail(fixture.database(), fixture.sealing)
                .to(ANN).stream().map(mail -> mail.subject()).toList();
        assertThat(letters).last().isEqualTo("Your password was changed");
        assertThat(factors.audited(fixture.find(ANN).orElseThrow())).contains("change-password");
    }

    @Test
    void whoDoesNotKnowThePresentOneOrNamesOneThatIsRefusedChangesNothing() {
        assertThat(refused("a sentence that is not hers", OTHER)).isEqualTo(401);
        assertThat(refused(PASSWORD, "short")).isEqualTo(400);

        assertThat(fixture.logIn(TENANT, ANN, PASSWORD)).isInstanceOf(Outcome.In.class);
    }

    private int refused(String present, String other) {
        return catchThrowableOfType(ProblemException.class, () -> change(present, other))
                .problem()
                .status();
    }

    private void change(String present, String other) {
        PasswordRules rules = new PasswordRules(15, Set.of());
        fixture.transact(u -> new RenewingPassword(
                        new Reauthenticating(u.attempts(), u.accounts(), fixture.passwords),
                        u.accounts(),
                        fixture.passwords,
                        rules,
                        new StoringPassword(u.accounts(), u.sessions(), rules, u.journal()))
                .change(user.account(), user.session(), present, other, CLIENT.address()));
    }
}
