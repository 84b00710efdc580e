package io.universalmiddleware.gateway.identity.boot;

import io.universalmiddleware.backends.PostgresBackend;
import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.gateway.caching.TestClock;
import io.universalmiddleware.gateway.identity.account.Accounts;
import io.universalmiddleware.gateway.identity.account.Email;
import io.universalmiddleware.gateway.identity.account.WritingToOwners;
import io.universalmiddleware.gateway.identity.enrolment.Enrolling;
import io.universalmiddleware.gateway.identity.enrolment.SteppingUp;
import io.universalmiddleware.gateway.identity.enrolment.StoringFactor;
import io.universalmiddleware.gateway.identity.factor.FactorSettings;
import io.universalmiddleware.gateway.identity.factor.SecondFactors;
import io.universalmiddleware.gateway.identity.factor.SecondFactors.State;
import io.universalmiddleware.gateway.identity.factor.Shown;
import io.universalmiddleware.gateway.identity.journal.Journal;
import io.universalmiddleware.gateway.identity.mail.Letters;
import io.universalmiddleware.gateway.identity.mail.PostBag;
import io.universalmiddleware.gateway.identity.mail.Posting;
import io.universalmiddleware.gateway.identity.password.HashSettings;
import io.universalmiddleware.gateway.identity.password.PasswordRules;
import io.universalmiddleware.gateway.identity.password.Passwords;
import io.universalmiddleware.gateway.identity.renewal.StoringPassword;
import io.universalmiddleware.gateway.identity.request.Client;
import io.universalmiddleware.gateway.identity.session.Admission;
import io.universalmiddleware.gateway.identity.session.AnsweringChallenge;
import io.universalmiddleware.gateway.identity.session.AttemptSettings;
import io.universalmiddleware.gateway.identity.session.Attempts;
import io.universalmiddleware.gateway.identity.session.LoggingIn;
import io.universalmiddleware.gateway.identity.session.LoggingIn.Outcome;
import io.universalmiddleware.gateway.identity.session.Reauthenticating;
import io.universalmiddleware.gateway.identity.session.RefreshBudget;
import io.universalmiddleware.gateway.identity.session.SessionTimes;
import io.universalmiddleware.gateway.identity.session.Sessions;
import io.universalmiddleware.gateway.identity.settings.IdentitySettings;
import io.universalmiddleware.gateway.identity.token.AccessTokens;
import io.universalmiddleware.gateway.identity.token.KeyRing;
import io.universalmiddleware.gateway.identity.token.RotatingKeys;
import io.universalmiddleware.gateway.identity.token.Sealing;
import io.universalmiddleware.persistence.TestDatabase;
import io.universalmiddleware.persistence.audit.AuditRepository;
import io.universalmiddleware.persistence.identity.Account;
import io.universalmiddleware.persistence.identity.AccountRepository;
import io.universalmiddleware.persistence.identity.AttemptRepository;
import io.universalmiddleware.persistence.identity.AttemptRepository.Budget;
import io.universalmiddleware.persistence.identity.MailRepository;
import io.universalmiddleware.persistence.identity.MailRepository.DueMail;
import io.universalmiddleware.persistence.identity.ProofRepository;
import io.universalmiddleware.persistence.identity.RefreshRepository;
import io.universalmiddleware.persistence.identity.RevocationRepository;
import io.universalmiddleware.persistence.identity.RevocationRepository.Heard;
import io.universalmiddleware.persistence.identity.SecondFactorRepository;
import io.universalmiddleware.persistence.identity.SessionRepository;
import io.universalmiddleware.persistence.identity.SigningKeyRepository;
import io.universalmiddleware.persistence.identity.SigningKeyRepository.StoredKey;
import io.universalmiddleware.persistence.postgres.SqlSession;
import io.universalmiddleware.token.Revocations;
import io.universalmiddleware.token.TokenSettings;
import io.universalmiddleware.token.TokenVerifier;
import io.universalmiddleware.token.VerifiedTokens;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** Identity on a database of a test's own, each use case in a transaction as the container would give it. */
final class IdentityFixture implements AutoCloseable {
    static final TenantId TENANT = new TenantId("acme");
    static final Client CLIENT = new Client("192.0.2.1", "a test");
    static final String PASSWORD = "correct horse battery staple";
    private static final TokenSettings TOKENS = new TokenSettings("um", Set.of("um"), List.of());
    private static final FactorSettings FACTOR = new FactorSettings("Universal Middleware", Duration.ofMinutes(15));
    private static final Letters LETTERS = new Letters(Optional.empty(), Optional.empty());

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
    final Passwords passwords = new Passwords(new HashSettings(15, 19_456, 2, 4, Duration.ofMinutes(1)));
    final AttemptSettings attempts =
            new AttemptSettings(new Budget(5, Duration.ofSeconds(30)), new Budget(20, Duration.ofSeconds(2)));
    final Denied denials = new Denied();
    private final TestDatabase database;

    IdentityFixture(PostgresBackend postgres) {
        database = new TestDatabase(postgres);
        database.transact(s -> s.update(
                "TRUNCATE account, account_proof, second_factor, recovery_code, user_session, refresh_token, revoked_session,"
                        + " signing_key, outgoing_mail, attempt_budget",
                statement -> {}));
    }

    TestDatabase database() {
        return database;
    }

    /** A node: what verifies tokens there and what follows the database for it. */
    Node node() {
        return new Node(sealing);
    }

    final class Node {
        final Revocations revocations = new Revocations();
        final TokenVerifier verifier = TOKENS.verifier(clock);
        final VerifiedTokens tokens = new VerifiedTokens(verifier, revocations, clock, 100);
        final KeyRing ring;
        final AccessTokens access;
        final FollowingIdentity following;

        Node(Sealing own) {
            ring = new KeyRing(own);
            access = new AccessTokens(ring, TOKENS, settings.accessLife(), clock);
            following = new FollowingIdentity(followed(own), revocations, ring, verifier, tokens, clock);
            following.step();
        }

        String issue(Sessions.Live live) {
            return access.issue(live.account(), live.session()).orElseThrow();
        }

        private FollowedIdentity followed(Sealing own) {
            return new FollowedIdentity() {
                @Override
                public Heard since(String place) {
                    return database.inTransaction(s -> new RevocationRepository(s).since(place));
                }

                @Override
                public List<StoredKey> keys(Instant now) {
                    return database.inTransaction(
                            s -> new RotatingKeys(new SigningKeyRepository(s), settings, own, ring).current(now));
                }
            };
        }
    }

    <T> T sessions(Function<Sessions, T> work) {
        return database.inTransaction(s -> work.apply(sessions(s)));
    }

    <T> T accounts(Function<Accounts, T> work) {
        return accounts(settings, work);
    }

    <T> T accounts(IdentitySettings other, Function<Accounts, T> work) {
        return database.inTransaction(s -> work.apply(accounts(s, other)));
    }

    /** The settings where who has not verified the address may log in. */
    IdentitySettings lenient() {
        return new IdentitySettings(
                settings.secret(),
                TENANT,
                true,
                true,
                settings.accessLife(),
                settings.idle(),
                settings.life(),
                settings.rotation(),
                settings.lead());
    }

    <T> T refreshes(Function<RefreshBudget, T> work) {
        return database.inTransaction(
                s -> work.apply(new RefreshBudget(new RefreshRepository(s), new AttemptRepository(s), clock)));
    }

    /** Removes what is of no use any more. */
    void tidy(IdentitySettings with) {
        database.transact(s -> new TidyingIdentity(
                        new UselessIdentity(
                                new AccountRepository(s),
                                new SessionRepository(s),
                                new ProofRepository(s),
                                new AttemptRepository(s),
                                with),
                        clock)
                .step());
    }

    <T> T attempts(Function<Attempts, T> work) {
        return database.inTransaction(s -> work.apply(attempts(s)));
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
        return database.inTransaction(s -> new LoggingIn(
                        attempts(s),
                        dearer,
                        new Accounts(new AccountRepository(s), new SessionRepository(s), writing(s), settings, clock) {
                            @Override
                            public Account rehash(Account account, String hash) {
                                super.rehash(account, quicker);
                                return super.rehash(account, hash);
                            }
                        },
                        admission(s),
                        settings)
                .logIn(TENANT, new Email(email), password, CLIENT));
    }

    private Outcome logIn(Passwords hashing, TenantId tenant, String email, String password) {
        return database.inTransaction(
                s -> new LoggingIn(attempts(s), hashing, accounts(s, settings), admission(s), settings)
                        .logIn(tenant, new Email(email), password, CLIENT));
    }

    /** Sets a password with a mailed proof. */
    void reset(String proof, String password) {
        PasswordRules rules = new PasswordRules(15, Set.of());
        rules.check("/new_password", password);
        String hash = passwords.hash(password);
        database.transact(s -> new StoringPassword(accounts(s, settings), sessions(s), rules, journal(s))
                .reset(proof, password, hash));
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

    /** The second step of a login: each of its transactions one of its own. */
    Outcome answer(String challenge, Shown shown) {
        return answer(challenge, shown, CLIENT);
    }

    Outcome answer(String challenge, Shown shown, Client client) {
        Admission admission = new Admission() {
            @Override
            public Optional<Account> challenged(String text) {
                return database.inTransaction(s -> admission(s).challenged(text));
            }

            @Override
            public Optional<Outcome> byChallenge(String text, Shown what, Client by) {
                return database.inTransaction(s -> admission(s).byChallenge(text, what, by));
            }
        };
        return new AnsweringChallenge(attemptsOfTheirOwn(), admission, denials).answer(challenge, shown, client);
    }

    <T> T storing(Function<StoringFactor, T> work) {
        return database.inTransaction(s ->
                work.apply(new StoringFactor(new AccountRepository(s), factors(s, sealing), sessions(s), writing(s))));
    }

    /** The second factors of a node whose secret this is. */
    <T> T factors(Sealing own, Function<SecondFactors, T> work) {
        return database.inTransaction(s -> work.apply(factors(s, own)));
    }

    /** What keeps sensitive acts for those who showed the second factor at most fifteen minutes ago. */
    SteppingUp steppingUp() {
        StoringFactor each = new StoringFactor() {
            @Override
            public State state(UUID account) {
                return storing(s -> s.state(account));
            }
        };
        return new SteppingUp(each, FACTOR, clock);
    }

    /** What a user does about the second factor. */
    <T> T enrolling(Function<Enrolling, T> work) {
        return database.inTransaction(s -> work.apply(new Enrolling(
                new Reauthenticating(attempts(s), accounts(s, settings), passwords),
                attemptsOfTheirOwn(),
                accounts(s, settings),
                new StoringFactor(new AccountRepository(s), factors(s, sealing), sessions(s), writing(s)))));
    }

    /** Attempts that count whatever becomes of what was attempted. */
    private Attempts attemptsOfTheirOwn() {
        return new Attempts() {
            @Override
            public Attempt from(String address) {
                return attempts(a -> a.from(address));
            }

            @Override
            public Attempt atFactor(Account account, String address) {
                return attempts(a -> a.atFactor(account, address));
            }

            @Override
            public void wasRight(Attempt attempt) {
                database.transact(s -> attempts(s).wasRight(attempt));
            }

            @Override
            public void wasWrong(Attempt attempt) {
                database.transact(s -> attempts(s).wasWrong(attempt));
            }
        };
    }

    private SecondFactors factors(SqlSession s, Sealing own) {
        return new SecondFactors(new SecondFactorRepository(s), own, journal(s), FACTOR, clock);
    }

    private Admission admission(SqlSession s) {
        return new Admission(new AccountRepository(s), factors(s, sealing), new ProofRepository(s), sessions(s), clock);
    }

    private Sessions sessions(SqlSession s) {
        return new Sessions(
                new SessionRepository(s),
                new RefreshRepository(s),
                new AccountRepository(s),
                journal(s),
                new SessionTimes(settings, clock));
    }

    private Journal journal(SqlSession s) {
        return new Journal(new AuditRepository(s), clock);
    }

    private Accounts accounts(SqlSession s, IdentitySettings with) {
        return new Accounts(new AccountRepository(s), new SessionRepository(s), writing(s), with, clock);
    }

    private WritingToOwners writing(SqlSession s) {
        return new WritingToOwners(
                new ProofRepository(s),
                new AttemptRepository(s),
                new Posting(new MailRepository(s), sealing, clock),
                LETTERS,
                clock);
    }

    private Attempts attempts(SqlSession s) {
        return new Attempts(
                new AttemptRepository(s), new AccountRepository(s), new SessionRepository(s), attempts, clock);
    }

    @Override
    public void close() {
        database.close();
    }
}
