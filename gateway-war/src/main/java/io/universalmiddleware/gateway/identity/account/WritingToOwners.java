package io.universalmiddleware.gateway.identity.account;

import io.universalmiddleware.contracts.id.TenantId;
import io.universalmiddleware.gateway.identity.mail.Letters;
import io.universalmiddleware.gateway.identity.mail.Posting;
import io.universalmiddleware.gateway.identity.token.OpaqueToken;
import io.universalmiddleware.persistence.identity.Account;
import io.universalmiddleware.persistence.identity.AttemptRepository;
import io.universalmiddleware.persistence.identity.AttemptRepository.Budget;
import io.universalmiddleware.persistence.identity.ProofRepository;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * Writes to the owners of addresses, and takes the proofs that they send back. Every method runs in the caller's transaction.
 *
 * <p>Anybody may name any address: an address is written to five times at once and then every ten minutes, whoever asks for it.
 */
@Dependent
public class WritingToOwners {
    /** The purpose of a proof that somebody showed the account's password. */
    public static final String CHALLENGE = "challenge";

    private static final String VERIFY = "verify";
    private static final String RESET = "reset";
    private static final String ADDRESS = "address";
    private static final String PREFIX = "umv_";
    private static final Duration VERIFY_LIFE = Duration.ofHours(24);
    private static final Duration RESET_LIFE = Duration.ofMinutes(30);
    private static final Budget LETTERS = new Budget(5, Duration.ofMinutes(10));

    /** No account has this id. */
    static final UUID NOBODY = new UUID(0, 0);

    private final ProofRepository proofs;
    private final AttemptRepository budgets;
    private final Posting posting;
    private final Letters letters;
    private final Clock clock;

    @Inject
    public WritingToOwners(
            ProofRepository proofs, AttemptRepository budgets, Posting posting, Letters letters, Clock clock) {
        this.proofs = proofs;
        this.budgets = budgets;
        this.posting = posting;
        this.letters = letters;
        this.clock = clock;
    }

    /** Takes one letter to an address out of its budget: whether there was one. */
    boolean may(TenantId tenant, Email email) {
        byte[] key = OpaqueToken.sha256("mail\n" + tenant.value() + '\n' + email.key());
        return budgets.take(key, LETTERS, clock.instant()).isEmpty();
    }

    /**
     * How to show that the address is the owner's, to the owner of an account; what was written before so counts no more. Without an account, to
     * who has one already that they have, with the same work; where that one may not be written to it is written all the same and never sent.
     */
    void askToVerify(Optional<Account> account, Email email, boolean may) {
        OpaqueToken proof = OpaqueToken.generate(PREFIX);
        keep(proof, account, email, VERIFY, VERIFY_LIFE);
        posting.post(
                account.isPresent()
                        ? letters.verify(account.get().email(), proof.text(), VERIFY_LIFE)
                        : letters.alreadyRegistered(email.text()),
                account.isPresent() || may ? VERIFY_LIFE : Duration.ZERO);
    }

    /**
     * How to set another password; without an account, or if that got another address since it was read, the same work is done and nothing is
     * sent.
     */
    void offerReset(Optional<Account> account, Email email) {
        OpaqueToken proof = OpaqueToken.generate(PREFIX);
        boolean kept = keep(proof, account, email, RESET, RESET_LIFE);
        posting.post(
                letters.reset(account.map(Account::email).orElse(email.text()), proof.text(), RESET_LIFE),
                kept ? RESET_LIFE : Duration.ZERO);
    }

    /**
     * To an address that an account is to have, unless it was written to often: how to show that it is the owner's; if it is not free, that
     * it has an account, with the same work. What was written before so counts no more in either case, or that would tell which.
     */
    public void offerAddress(Account account, Email wanted, boolean free) {
        if (!may(account.tenant(), wanted)) {
            return;
        }
        OpaqueToken proof = OpaqueToken.generate(PREFIX);
        proofs.removeAll(account.id(), ADDRESS);
        proofs.addOf(
                proof.hash(),
                free ? account.id() : NOBODY,
                ADDRESS,
                wanted.text(),
                clock.instant().plus(VERIFY_LIFE));
        posting.post(
                free
                        ? letters.changeAddress(wanted.text(), proof.text(), VERIFY_LIFE)
                        : letters.addressWanted(wanted.text()),
                VERIFY_LIFE);
    }

    /** To the mailbox of before, that the account has another address; what that mailbox was sent counts no more. */
    public void tellOfAddress(Account before) {
        proofs.removeAll(before.id(), RESET);
        proofs.removeAll(before.id(), VERIFY);
        posting.post(letters.addressChanged(before.email()), VERIFY_LIFE);
    }

    /** The address that an account is to have, by a proof that counts no more then. */
    public Optional<Email> addressBy(Account account, String proof) {
        return proofs.takeOf(new OpaqueToken(proof).hash(), account.id(), ADDRESS, clock.instant())
                .map(Email::new);
    }

    /** That the password was changed; how another may be set counts no more, nor does what was shown or asked for by the one before. */
    void tellOfChange(Account account) {
        proofs.removeAll(account.id(), RESET);
        proofs.removeAll(account.id(), CHALLENGE);
        proofs.removeAll(account.id(), ADDRESS);
        posting.post(letters.passwordChanged(account.email()), VERIFY_LIFE);
    }

    /** That the second factor was set up or removed, or its recovery codes replaced. */
    public void tellOfFactor(Account account, String what) {
        posting.post(letters.factorChanged(account.email(), what), VERIFY_LIFE);
    }

    /** That a linked identity came or went. @param what has happened to the account */
    public void tellOfIdentity(Account account, String what) {
        posting.post(letters.identityChanged(account.email(), what), VERIFY_LIFE);
    }

    /** Who has shown that the address is theirs, by a proof that counts no more then. */
    Optional<UUID> verifiedBy(String proof) {
        return take(proof, VERIFY);
    }

    /** Who may set another password, by a proof that counts no more then. */
    Optional<UUID> resetBy(String proof) {
        return take(proof, RESET);
    }

    private Optional<UUID> take(String proof, String purpose) {
        return proofs.take(new OpaqueToken(proof).hash(), purpose, clock.instant());
    }

    private boolean keep(OpaqueToken proof, Optional<Account> account, Email email, String purpose, Duration life) {
        UUID id = account.map(Account::id).orElse(NOBODY);
        return proofs.add(
                proof.hash(), id, email.key(), purpose, clock.instant().plus(life));
    }
}
