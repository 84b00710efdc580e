package io.universalmiddleware.gateway.identity.boot;

import static io.universalmiddleware.gateway.identity.boot.IdentityFixture.CLIENT;
import static io.universalmiddleware.gateway.identity.boot.IdentityFixture.PASSWORD;
import static io.universalmiddleware.gateway.identity.boot.IdentityFixture.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import io.universalmiddleware.backends.Backends;
import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.gateway.identity.account.Email;
import io.universalmiddleware.gateway.identity.account.Registering;
import io.universalmiddleware.gateway.identity.account.Tenants;
import io.universalmiddleware.gateway.identity.password.CountedPasswords;
import io.universalmiddleware.gateway.identity.password.PasswordRules;
import io.universalmiddleware.gateway.identity.session.LoggingIn;
import io.universalmiddleware.persistence.identity.Account;
import io.universalmiddleware.persistence.identity.AccountRepository;
import io.universalmiddleware.persistence.postgres.SqlSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What is done for an address does not tell whether it has an account: as many passwords are hashed and the same statements are executed.
 * Mail is handed over by others later. No time is measured here.
 */
@ExtendWith(Backends.class)
class WorkIsAlikeIT {
    private static final String ANN = "ann@example.org";
    private static final String NOBODY = "nobody@example.org";

    private IdentityFixture fixture;
    private Account ann;

    /** What was done: the statements in their order, and how often a password was hashed. */
    private record Work(List<String> statements, int hashes) {}

    @BeforeEach
    void open(PostgresBackend postgres) {
        fixture = new IdentityFixture(postgres);
        ann = new FactorFixture(fixture).account(ANN);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void aLoginThatFails() {
        Work known = logIn(ANN);

        assertThat(known.hashes()).isEqualTo(1);
        assertThat(known.statements()).hasSizeGreaterThan(3);
        assertThat(logIn(NOBODY)).isEqualTo(known);
        fixture.database()
                .transact(
                        s -> new AccountRepository(s).change(ann.id(), Set.of("user"), true, fixture.clock.instant()));
        assertThat(logIn(ANN)).as("kept out").isEqualTo(known);
    }

    @Test
    void aRegistration() {
        Work first = register("first@example.org");

        assertThat(first.hashes()).isEqualTo(1);
        assertThat(first.statements()).hasSizeGreaterThan(3);
        assertThat(register(ANN)).as("verified").isEqualTo(first);
        assertThat(register("first@example.org")).as("not verified yet").isEqualTo(first);
    }

    @Test
    void aRegistrationOfAnAddressThatWasWrittenToOften() {
        for (int i = 0; i < 10; i++) {
            ask(ANN);
            ask(NOBODY);
        }

        assertThat(register(ANN)).isEqualTo(register(NOBODY));
    }

    @Test
    void theWishForAnotherPassword() {
        Work known = ask(ANN);

        assertThat(known.statements()).hasSizeGreaterThan(3);
        assertThat(ask(NOBODY)).isEqualTo(known);
    }

    @Test
    void theWishForAnotherAddress() {
        Work free = done((u, counted) -> u.changingAddress().ask(ann.id(), new Email(NOBODY)));
        fixture.account("bob@example.org");

        assertThat(done((u, counted) -> u.changingAddress().ask(ann.id(), new Email("bob@example.org"))))
                .isEqualTo(free);
    }

    @Test
    void aRefreshTokenThatDoesNotCount() {
        Work unknown = refresh("umr_nobodys");

        assertThat(refresh("umr_nobodys-either")).isEqualTo(unknown);
        assertThat(unknown.hashes()).isZero();
    }

    private Work logIn(String email) {
        return done((u, counted) -> new LoggingIn(
                        u.attempts(), counted.passwords(), u.accounts(), u.admission(), fixture.settings)
                .logIn(TENANT, new Email(email), "another password than hers", CLIENT));
    }

    private Work register(String email) {
        Tenants tenants = new Tenants() {
            @Override
            public void require(TenantId tenant) {}
        };
        return done((u, counted) -> new Registering(
                        u.accounts(), tenants, counted.passwords(), new PasswordRules(15, Set.of()), fixture.settings)
                .register(TENANT, new Email(email), PASSWORD));
    }

    private Work ask(String email) {
        return done((u, counted) -> u.accounts().askForReset(TENANT, new Email(email)));
    }

    private Work refresh(String token) {
        return done((u, counted) -> {
            u.refreshes().take(token);
            u.sessions().refresh(token, CLIENT);
        });
    }

    private interface Doing {
        void with(UseCases cases, CountedPasswords counted);
    }

    private Work done(Doing work) {
        List<String> statements = new ArrayList<>();
        CountedPasswords counted = new CountedPasswords();
        fixture.transact(u -> work.with(new UseCases(new Heard(u.session(), statements::add), fixture), counted));
        return new Work(statements, counted.hashes());
    }

    /** Tells of each statement before it is executed. */
    private final class Heard extends SqlSession {
        private final Consumer<String> statements;

        Heard(SqlSession session, Consumer<String> statements) {
            super(session.entityManager(), fixture.database().schema());
            this.statements = statements;
        }

        @Override
        public <T> List<T> query(String sql, Binding binding, Row<T> row) {
            statements.accept(sql);
            return super.query(sql, binding, row);
        }

        @Override
        public int update(String sql, Binding binding) {
            statements.accept(sql);
            return super.update(sql, binding);
        }
    }
}
