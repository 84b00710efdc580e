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
    private static final String PREFIX = "umv_";
    private static final Duration VERIFY_LIFE = Duration.ofHours(24);
    private static final Duration RESET_LIFE = Duration.ofMinutes(30);
    private static final Budget LETTERS = new Budget(5, Duration.ofMinutes(10));
    private static final UUID NOBODY = new UUID(0, 0);

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

    /** How to show that the address is the owner's; what was written before so counts no more. */
    void askToVerify(Account account) {
        String proof = prove(account.id(), VERIFY, VERIFY_LIFE);
        posting.post(letters.verify(account.email(), proof, VERIFY_LIFE), VERIFY_LIFE);
    }

    /** That there is an account already. */
    void tellOfAccount(Email email) {
        posting.post(letters.alreadyRegistered(email.text()), VERIFY_LIFE);
    }

    /** How to set another password; without an account the same work is done and nothing is sent. */
    void offerReset(Optional<Account> account, Email email) {
        String proof = prove(account.map(Account::id).orElse(NOBODY), RESET, RESET_LIFE);
        posting.post(
                letters.reset(account.map(Account::email).orElse(email.text()), proof, RESET_LIFE),
                account.isPresent() ? RESET_LIFE : Duration.ZERO);
    }

    /** That the password was changed; how another may be set counts no more, nor does what was shown by the one before. */
    void tellOfChange(Account account) {
        proofs.removeAll(account.id(), RESET);
        proofs.removeAll(account.id(), CHALLENGE);
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

    private String prove(UUID account, String purpose, Duration life) {
        OpaqueToken proof = OpaqueToken.generate(PREFIX);
        proofs.add(proof.hash(), account, purpose, clock.instant().plus(life));
        return proof.text();
    }
}
