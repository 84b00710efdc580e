package io.universalmiddleware.gateway.identity.boot;

import static io.universalmiddleware.gateway.identity.boot.IdentityFixture.CLIENT;
import static io.universalmiddleware.gateway.identity.boot.IdentityFixture.PASSWORD;
import static io.universalmiddleware.gateway.identity.boot.IdentityFixture.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.gateway.identity.enrolment.Enrolling;
import io.universalmiddleware.gateway.identity.enrolment.SteppingUp;
import io.universalmiddleware.gateway.identity.enrolment.StoringFactor;
import io.universalmiddleware.gateway.identity.factor.SecondFactors;
import io.universalmiddleware.gateway.identity.factor.SecondFactors.State;
import io.universalmiddleware.gateway.identity.factor.Secret;
import io.universalmiddleware.gateway.identity.factor.Shown;
import io.universalmiddleware.gateway.identity.factor.TimeCode;
import io.universalmiddleware.gateway.identity.request.Client;
import io.universalmiddleware.gateway.identity.request.CurrentUser;
import io.universalmiddleware.gateway.identity.session.Admission;
import io.universalmiddleware.gateway.identity.session.AnsweringChallenge;
import io.universalmiddleware.gateway.identity.session.LoggingIn.Outcome;
import io.universalmiddleware.gateway.identity.session.Reauthenticating;
import io.universalmiddleware.gateway.identity.session.Sessions.Live;
import io.universalmiddleware.gateway.identity.token.Sealing;
import io.universalmiddleware.persistence.identity.Account;
import io.universalmiddleware.persistence.identity.AccountRepository;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bouncycastle.util.encoders.Base32;

/** What users do about their second factors. */
record FactorFixture(IdentityFixture fixture) {
    static final String ADDRESS = CLIENT.address();

    /** An account of the tenant, with {@link IdentityFixture#PASSWORD} and its address verified. */
    Account account(String email) {
        Account account = fixture.account(email);
        fixture.database().transact(s -> new AccountRepository(s).verify(account.id(), fixture.clock.instant()));
        return fixture.find(email).orElseThrow();
    }

    /** The session of a login that was let in. */
    static Live in(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.In.class);
        return ((Outcome.In) outcome).live();
    }

    static CurrentUser user(Live live) {
        return new CurrentUser(live.account().id(), live.session().id());
    }

    /** Logs in by the password alone. */
    CurrentUser user(String email) {
        return user(in(fixture.logIn(TENANT, email, PASSWORD)));
    }

    /** A secret that waits for its first code. */
    Secret offered(CurrentUser user) {
        return enrolling(e -> e.offer(user, PASSWORD, ADDRESS));
    }

    /** The recovery codes of a secret, confirmed with the code of the present step. */
    List<String> confirmed(CurrentUser user, Secret secret) {
        return enrolling(e -> e.confirm(user, code(secret, 0), ADDRESS));
    }

    /** A secret that counts; the code of the present step is used up. */
    Secret enrolled(CurrentUser user) {
        Secret secret = offered(user);
        confirmed(user, secret);
        return secret;
    }

    /** The challenge of a login whose password is right. */
    String challenge(String email, String password) {
        Outcome outcome = fixture.logIn(TENANT, email, password);
        assertThat(outcome).isInstanceOf(Outcome.Challenged.class);
        return ((Outcome.Challenged) outcome).challenge().text();
    }

    /** The second step of a login: each of its transactions one of its own. */
    Outcome answer(String challenge, Shown shown) {
        return answer(challenge, shown, CLIENT);
    }

    Outcome answer(String challenge, Shown shown, Client client) {
        return answering().answer(challenge, shown, client);
    }

    AnsweringChallenge answering() {
        Admission admission = new Admission() {
            @Override
            public Optional<Account> challenged(String text) {
                return transaction(u -> u.admission().challenged(text));
            }

            @Override
            public Optional<Outcome> byChallenge(Account of, String text, Shown what, Client by) {
                return transaction(u -> u.admission().byChallenge(of, text, what, by));
            }
        };
        return new AnsweringChallenge(fixture.attemptsOfTheirOwn(), admission, fixture.denials);
    }

    <T> T storing(Function<StoringFactor, T> work) {
        return transaction(u -> work.apply(u.storingFactor()));
    }

    /** The second factors of a node whose secret this is. */
    <T> T factors(Sealing own, Function<SecondFactors, T> work) {
        return transaction(u -> work.apply(u.factors(own)));
    }

    <T> T enrolling(Function<Enrolling, T> work) {
        return transaction(u -> work.apply(new Enrolling(
                new Reauthenticating(u.attempts(), u.accounts(), fixture.passwords),
                fixture.attemptsOfTheirOwn(),
                u.accounts(),
                u.storingFactor())));
    }

    /** What keeps sensitive acts for those who showed the second factor at most fifteen minutes ago. */
    SteppingUp steppingUp() {
        StoringFactor each = new StoringFactor() {
            @Override
            public State state(UUID account) {
                return storing(s -> s.state(account));
            }
        };
        return new SteppingUp(each, UseCases.FACTOR, fixture.clock);
    }

    /** The code of a step so many from the present one. */
    String code(Secret secret, long apart) {
        return TimeCode.of(Base32.decode(secret.base32()), TimeCode.step(fixture.clock.instant()) + apart);
    }

    /** What is no code of now. */
    String wrong(Secret secret) {
        return Stream.of("000000", "000001", "000002", "000003")
                .filter(code -> IntStream.rangeClosed(-1, 1)
                        .noneMatch(i -> code(secret, i).equals(code)))
                .findFirst()
                .orElseThrow();
    }

    /** Somebody elsewhere. */
    static Client from(int host) {
        return new Client("198.51.100." + host, "a stranger");
    }

    /** The acts of and upon an account that the audit tells of. */
    List<String> audited(Account account) {
        String name = "%" + account.id();
        return fixture.database()
                .inTransaction(s -> s.query(
                        "SELECT action FROM audit WHERE subject LIKE ? OR actor LIKE ?",
                        statement -> {
                            statement.setString(1, name);
                            statement.setString(2, name);
                        },
                        row -> row.getString(1)));
    }

    private <T> T transaction(Function<UseCases, T> work) {
        return fixture.inTransaction(work);
    }
}
