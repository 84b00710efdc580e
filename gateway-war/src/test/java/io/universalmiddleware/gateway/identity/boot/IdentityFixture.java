package io.universalmiddleware.gateway.identity.boot;

import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.gateway.caching.TestClock;
import io.universalmiddleware.gateway.identity.account.Accounts;
import io.universalmiddleware.gateway.identity.account.Email;
import io.universalmiddleware.gateway.identity.mail.PostBag;
import io.universalmiddleware.gateway.identity.password.CheapHashes;
import io.universalmiddleware.gateway.identity.password.HashSettings;
import io.universalmiddleware.gateway.identity.password.PasswordRules;
import io.universalmiddleware.gateway.identity.password.Passwords;
import io.universalmiddleware.gateway.identity.renewal.StoringPassword;
import io.universalmiddleware.gateway.identity.request.Client;
import io.universalmiddleware.gateway.identity.session.AttemptSettings;
import io.universalmiddleware.gateway.identity.session.Attempts;
import io.universalmiddleware.gateway.identity.session.LoggingIn;
import io.universalmiddleware.gateway.identity.session.LoggingIn.Outcome;
import io.universalmiddleware.gateway.identity.session.RefreshBudget;
import io.universalmiddleware.gateway.identity.session.Sessions;
import io.universalmiddleware.gateway.identity.session.Sessions.Live;
import io.universalmiddleware.gateway.identity.settings.IdentitySettings;
import io.universalmiddleware.gateway.identity.token.Sealing;
import io.universalmiddleware.persistence.TestDatabase;
import io.universalmiddleware.persistence.identity.Account;
import io.universalmiddleware.persistence.identity.AccountRepository;
import io.universalmiddleware.persistence.identity.AttemptRepository.Budget;
import io.universalmiddleware.persistence.identity.MailRepository;
import io.universalmiddleware.persistence.identity.MailRepository.DueMail;
import io.universalmiddleware.persistence.identity.SessionRepository;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;

/** Identity on a database of a test's own, each use case in a transaction as the container would give it. */
final class IdentityFixture implements AutoCloseable {
    static final TenantId TENANT = new TenantId("acme");
    static final Client CLIENT = new Client("192.0.2.1", "a test");
    static final String PASSWORD = "correct horse battery staple";

    final TestClock clock = new TestClock(Instant.now().truncatedTo(ChronoUnit.SECONDS));
    final IdentitySettings settings = new IdentitySettings(
            Optional.of("a secret of at least 32 characters".getBytes(StandardCharsets.UTF_8)),
            TENANT,
            true,
            false,
            Duration.ofMinutes(5),
            Duration.ofHours(12),
            Duration.ofDays(30),
            Duration.ofDays(30),
            Duration.ofDays(1));
    final Sealing sealing = new Sealing(settings.secret().orElseThrow());
    final Passwords passwords = new Passwords(CheapHashes.settings());
    final AttemptSettings attempts =
            new AttemptSettings(new Budget(5, Duration.ofSeconds(30)), new Budget(20, Duration.ofSeconds(2)));
    final Denied denials = new Denied();
    private final TestDatabase database;

    IdentityFixture(PostgresBackend postgres) {
        database = new TestDatabase(postgres);
        database.transact(s -> s.update(
                "TRUNCATE account, account_proof, second_factor, recovery_code, user_session, refresh_token, revoked_session,"
                        + " signing_key, outgoing_mail, attempt_budget, registered_client, client_secret, client_token, browser_session,"
                        + " provider_secret, linked_identity, pending_login, provider_session, heard_logout, application,"
                        + " application_grant, authorization_code, application_refresh_token, profile",
                statement -> {}));
    }

    TestDatabase database() {
        return database;
    }

    /** Work on the use cases in a transaction of its own. */
    <T> T inTransaction(Function<UseCases, T> work) {
        return database.inTransaction(s -> work.apply(new UseCases(s, this)));
    }

    /** As {@link #inTransaction}, for work without a result. */
    void transact(Consumer<UseCases> work) {
        database.transact(s -> work.accept(new UseCases(s, this)));
    }

    /** A node: what verifies tokens there and what follows the database for it. */
    TestNode node() {
        return new TestNode(this, sealing);
    }

    <T> T sessions(Function<Sessions, T> work) {
        return inTransaction(u -> work.apply(u.sessions()));
    }

    /** A session that an account's password begins. */
    Live begin(Account account) {
        return sessions(s -> s.begin(account, CLIENT, List.of("pwd"))).orElseThrow();
    }

    /** Goes on with a session; empty if its refresh token does not count. */
    Optional<Live> refresh(Live live) {
        return sessions(s -> s.refresh(live.refresh().text(), CLIENT));
    }

    <T> T accounts(Function<Accounts, T> work) {
        return accounts(settings, work);
    }

    <T> T accounts(IdentitySettings other, Function<Accounts, T> work) {
        return inTransaction(u -> work.apply(u.accounts(other)));
    }

    /** The settings where who has not verified the address may log in. */
    IdentitySettings lenient() {
        return settings(true, true);
    }

    /** The settings where nobody registers by themselves. */
    IdentitySettings closed() {
        return settings(false, false);
    }

    private IdentitySettings settings(boolean registration, boolean unverifiedLogin) {
        return new IdentitySettings(
                settings.secret(),
                TENANT,
                registration,
                unverifiedLogin,
                settings.accessLife(),
                settings.idle(),
                settings.life(),
                settings.rotation(),
                settings.lead());
    }

    <T> T refreshes(Function<RefreshBudget, T> work) {
        return inTransaction(u -> work.apply(u.refreshes()));
    }

    /** Removes what is of no use any more. */
    void tidy(IdentitySettings with) {
        transact(u -> new TidyingIdentity(u.useless(with), u.uselessOfProviders(), u.uselessGrants(), clock).step());
    }

    <T> T attempts(Function<Attempts, T> work) {
        return inTransaction(u -> work.apply(u.attempts()));
    }

    /** Attempts that count whatever becomes of what was attempted. */
    Attempts attemptsOfTheirOwn() {
        return new Attempts() {
            @Override
            public Attempt from(String address) {
                return inTransaction(u -> u.attempts().from(address));
            }

            @Override
            public Attempt atFactor(Account account, String address) {
                return inTransaction(u -> u.attempts().atFactor(account, address));
            }

            @Override
            public void wasRight(Attempt attempt) {
                transact(u -> u.attempts().wasRight(attempt));
            }

            @Override
            public void wasNone(Attempt attempt) {
                transact(u -> u.attempts().wasNone(attempt));
            }

            @Override
            public void wasWrong(Attempt attempt) {
                transact(u -> u.attempts().wasWrong(attempt));
            }
        };
    }

    /** An account of the tenant, with {@link #PASSWORD}. */
    Account account(String email) {
        String hash = passwords.hash(PASSWORD);
        accounts(accounts -> {
            accounts.register(TENANT, new Email(email), hash);
            return email;
        });
        return find(email).orElseThrow();
    }

    Optional<Account> find(String email) {
        return database.inTransaction(s -> new AccountRepository(s).find(TENANT, new Email(email).key()));
    }

    Optional<Account> find(UUID id) {
        return database.inTransaction(s -> new AccountRepository(s).find(id));
    }

    /** A login, each of its transactions one of its own. */
    Outcome logIn(TenantId tenant, String email, String password) {
        return logIn(passwords, tenant, email, password);
    }

    /** A login on a node whose hashes cost more. */
    Outcome logInAtCost(int memory, String email, String password) {
        Passwords dearer = new Passwords(new HashSettings(15, memory, 2, 4, Duration.ofMinutes(1)));
        return logIn(dearer, TENANT, email, password);
    }

    /** As {@link #logInAtCost}, while another login of the account does so too and is quicker. */
    Outcome logInAtCostBehindAnother(int memory, String email, String password) {
        Passwords dearer = new Passwords(new HashSettings(15, memory, 2, 4, Duration.ofMinutes(1)));
        String quicker = dearer.hash(password);
        return inTransaction(u -> new LoggingIn(
                        u.attempts(),
                        dearer,
                        new Accounts(
                                new AccountRepository(u.session()),
                                new SessionRepository(u.session()),
                                u.writing(),
                                settings,
                                clock) {
                            @Override
                            public Account rehash(Account account, String hash) {
                                super.rehash(account, quicker);
                                return super.rehash(account, hash);
                            }
                        },
                        u.admission(),
                        settings)
                .logIn(TENANT, new Email(email), password, CLIENT));
    }

    private Outcome logIn(Passwords hashing, TenantId tenant, String email, String password) {
        return inTransaction(u -> new LoggingIn(u.attempts(), hashing, u.accounts(), u.admission(), settings)
                .logIn(tenant, new Email(email), password, CLIENT));
    }

    /** Sets a password with a mailed proof. */
    void reset(String proof, String password) {
        PasswordRules rules = new PasswordRules(15, Set.of());
        rules.check("/new_password", password);
        String hash = passwords.hash(password);
        transact(u -> new StoringPassword(u.accounts(), u.sessions(), rules, u.journal()).reset(proof, password, hash));
    }

    /** The mail that waits. */
    PostBag bag() {
        return new PostBag() {
            @Override
            public List<DueMail> take(Instant now, Duration awhile, int limit) {
                return database.inTransaction(s -> new PostBag(new MailRepository(s)).take(now, awhile, limit));
            }

            @Override
            public void remove(UUID id) {
                database.transact(s -> new PostBag(new MailRepository(s)).remove(id));
            }

            @Override
            public void later(UUID id, Instant due) {
                database.transact(s -> new PostBag(new MailRepository(s)).later(id, due));
            }
        };
    }

    /** The value of a query that has one. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    <T> T one(String sql) {
        return (T) database.inTransaction(s -> s.query(sql, statement -> {}, row -> row.getObject(1)))
                .get(0);
    }

    @Override
    public void close() {
        database.close();
    }
}
