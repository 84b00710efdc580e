package io.universalmiddleware.gateway.identity.account;

import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.id.Uuid7;
import io.universalmiddleware.gateway.identity.settings.IdentitySettings;
import io.universalmiddleware.persistence.identity.Account;
import io.universalmiddleware.persistence.identity.AccountRepository;
import io.universalmiddleware.persistence.identity.SessionRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The accounts: each act upon them is a transaction, the mail about it included. */
@ApplicationScoped
public class Accounts {
    private static final Set<String> FIRST_ROLES = Set.of("user");

    /** No address is compared as this. */
    private static final String NOBODYS = "";

    private AccountRepository accounts;
    private SessionRepository sessions;
    private WritingToOwners writing;
    private IdentitySettings settings;
    private Clock clock;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected Accounts() {}

    @Inject
    public Accounts(
            AccountRepository accounts,
            SessionRepository sessions,
            WritingToOwners writing,
            IdentitySettings settings,
            Clock clock) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.writing = writing;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Makes an account and writes to its owner; to one who has an account already that they have. An account that nobody could log in to,
     * since its address was never verified, is no account yet: it goes to who registers last, and nothing of before counts for it.
     *
     * <p>Whether there was one does not show in what is asked of the database: the statements are the same, upon nobody if need be.
     *
     * @param password hashed
     */
    @Transactional
    public void register(TenantId tenant, Email email, String password) {
        Instant now = clock.instant();
        boolean mayWrite = writing.may(tenant, email);
        Account account =
                new Account(Uuid7.next(clock), tenant, email.text(), password, FIRST_ROLES, false, null, now, now);
        boolean added = accounts.add(account, email.key());
        Optional<Account> retaken = retaken(tenant, email, added || !mayWrite ? NOBODYS : email.key(), password, now);
        writing.askToVerify(added ? Optional.of(account) : retaken, email, mayWrite);
    }

    /** @param key of the address, as it is compared */
    private Optional<Account> retaken(TenantId tenant, Email email, String key, String password, Instant now) {
        if (settings.unverifiedLogin()) {
            return Optional.empty();
        }
        Optional<Account> retaken = accounts.retake(tenant, email.text(), key, password, now);
        sessions.endAll(
                retaken.map(Account::id).orElse(WritingToOwners.NOBODY), null, "registration", now, settings.over(now));
        return retaken;
    }

    /**
     * Makes an account whose address somebody else has verified; one that nobody has verified, and nobody could log in to, goes to its owner.
     *
     * @param password hashed
     * @return empty if the address has an account of its own
     */
    @Transactional
    public Optional<Account> registerVerified(TenantId tenant, Email email, String password) {
        Instant now = clock.instant();
        Account account =
                new Account(Uuid7.next(clock), tenant, email.text(), password, FIRST_ROLES, false, now, now, now);
        if (accounts.add(account, email.key())) {
            return Optional.of(account);
        }
        Optional<Account> retaken = retaken(tenant, email, email.key(), password, now);
        retaken.ifPresent(taken -> accounts.verify(taken.id(), now));
        return retaken;
    }

    /** Writes once more to one who has not verified the address yet, unless that was done often. */
    @Transactional
    public void askAgain(Account account) {
        if (writing.may(account.tenant(), new Email(account.email()))) {
            writing.askToVerify(Optional.of(account), new Email(account.email()), true);
        }
    }

    /** The address is verified: whether the proof counted. */
    @Transactional
    public boolean verify(String proof) {
        Optional<UUID> account = writing.verifiedBy(proof);
        account.ifPresent(id -> accounts.verify(id, clock.instant()));
        return account.isPresent();
    }

    /**
     * Writes to the owner of the address, if it has an account, how to set another password, unless they were written to often. If it has
     * none, a letter is written all the same and never sent, so that the time that it takes does not tell.
     */
    @Transactional
    public void askForReset(TenantId tenant, Email email) {
        if (writing.may(tenant, email)) {
            writing.offerReset(accounts.find(tenant, email.key()).filter(found -> !found.disabled()), email);
        }
    }

    /** Whose proof it is; then it counts no more. Who reads the mailbox has verified it. */
    @Transactional
    public Optional<Account> takeReset(String proof) {
        Optional<UUID> account = writing.resetBy(proof);
        account.ifPresent(id -> accounts.verify(id, clock.instant()));
        return account.flatMap(accounts::find).filter(found -> !found.disabled());
    }

    /** The account of an id. */
    @Transactional
    public Optional<Account> find(UUID id) {
        return accounts.find(id);
    }

    /** The account with the same password hashed anew; as it was if that was changed meanwhile. */
    @Transactional
    public Account rehash(Account account, String hash) {
        Instant now = clock.instant();
        return accounts.rehash(account.id(), account.password(), hash, now)
                ? new Account(
                        account.id(),
                        account.tenant(),
                        account.email(),
                        hash,
                        account.roles(),
                        account.disabled(),
                        account.verifiedAt(),
                        account.createdAt(),
                        now)
                : account;
    }

    /** Sets another password and writes so to the owner: whether the one before was still that which was read. */
    @Transactional
    public boolean setPassword(Account account, String hash) {
        boolean set = accounts.rehash(account.id(), account.password(), hash, clock.instant());
        if (set) {
            writing.tellOfChange(account);
        }
        return set;
    }
}
