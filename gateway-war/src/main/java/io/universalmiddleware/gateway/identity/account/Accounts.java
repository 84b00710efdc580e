package io.universalmiddleware.gateway.identity.account;

import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.contracts.id.Uuid7;
import io.universalmiddleware.gateway.identity.mail.Letters;
import io.universalmiddleware.gateway.identity.mail.Posting;
import io.universalmiddleware.gateway.identity.token.OpaqueToken;
import io.universalmiddleware.persistence.identity.Account;
import io.universalmiddleware.persistence.identity.AccountRepository;
import io.universalmiddleware.persistence.identity.ProofRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The accounts: each act upon them is a transaction, the mail about it included. */
@ApplicationScoped
public class Accounts {
    private static final String VERIFY = "verify";
    private static final String RESET = "reset";
    private static final String PREFIX = "umv_";
    private static final Duration VERIFY_LIFE = Duration.ofHours(24);
    private static final Duration RESET_LIFE = Duration.ofMinutes(30);
    private static final Set<String> FIRST_ROLES = Set.of("user");

    private AccountRepository accounts;
    private ProofRepository proofs;
    private Posting posting;
    private Letters letters;
    private Clock clock;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected Accounts() {}

    @Inject
    public Accounts(AccountRepository accounts, ProofRepository proofs, Posting posting, Letters letters, Clock clock) {
        this.accounts = accounts;
        this.proofs = proofs;
        this.posting = posting;
        this.letters = letters;
        this.clock = clock;
    }

    /** Makes an account and writes to its owner; to one who has an account already that they have. @param password hashed */
    @Transactional
    public void register(TenantId tenant, Email email, String password) {
        Instant now = clock.instant();
        Account account =
                new Account(Uuid7.next(clock), tenant, email.text(), password, FIRST_ROLES, false, null, now, now);
        if (accounts.add(account, email.key())) {
            ask(account);
        } else {
            posting.post(letters.alreadyRegistered(email.text()), VERIFY_LIFE);
        }
    }

    /** Writes once more to one who has not verified the address yet. */
    @Transactional
    public void askAgain(Account account) {
        ask(account);
    }

    /** The address is verified: whether the proof counted. */
    @Transactional
    public boolean verify(String proof) {
        Instant now = clock.instant();
        Optional<UUID> account = proofs.take(new OpaqueToken(proof).hash(), VERIFY, now);
        account.ifPresent(id -> accounts.verify(id, now));
        return account.isPresent();
    }

    /**
     * Writes to the owner of the address, if it has an account, how to set another password. If it has none, a letter is written all the
     * same and never sent, so that the time that it takes does not tell.
     */
    @Transactional
    public void askForReset(TenantId tenant, Email email) {
        Optional<Account> account = accounts.find(tenant, email.key()).filter(found -> !found.disabled());
        String proof = account.map(found -> prove(found, RESET, RESET_LIFE))
                .orElseGet(() -> OpaqueToken.generate(PREFIX))
                .text();
        posting.post(
                letters.reset(account.map(Account::email).orElse(email.text()), proof, RESET_LIFE),
                account.isPresent() ? RESET_LIFE : Duration.ZERO);
    }

    /** Whose proof it is; then it counts no more. Who reads the mailbox has verified it. */
    @Transactional
    public Optional<Account> takeReset(String proof) {
        Instant now = clock.instant();
        Optional<UUID> account = proofs.take(new OpaqueToken(proof).hash(), RESET, now);
        account.ifPresent(id -> accounts.verify(id, now));
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
            posting.post(letters.passwordChanged(account.email()), VERIFY_LIFE);
        }
        return set;
    }

    private void ask(Account account) {
        OpaqueToken proof = prove(account, VERIFY, VERIFY_LIFE);
        posting.post(letters.verify(account.email(), proof.text(), VERIFY_LIFE), VERIFY_LIFE);
    }

    private OpaqueToken prove(Account account, String purpose, Duration life) {
        OpaqueToken proof = OpaqueToken.generate(PREFIX);
        proofs.add(proof.hash(), account.id(), purpose, clock.instant().plus(life));
        return proof;
    }
}
