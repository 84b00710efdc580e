package io.universalmiddleware.gateway.identity.factor;

import io.universalmiddleware.gateway.identity.journal.Journal;
import io.universalmiddleware.gateway.identity.token.Sealing;
import io.universalmiddleware.persistence.identity.Account;
import io.universalmiddleware.persistence.identity.SecondFactor;
import io.universalmiddleware.persistence.identity.SecondFactorRepository;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The second factors of accounts. A code counts once, whatever nodes it is shown to at once, and none of an earlier step after it. Secrets
 * are kept sealed, as signing keys are. Every method runs in the caller's transaction, which has locked the account where it changes
 * whether there is a second factor.
 */
@Dependent
public class SecondFactors {
    private static final String PURPOSE = "second factor";
    /** As long as the hash (RFC 4226, section 4). */
    private static final int SECRET = 20;
    /** How long a secret may wait for its first code. */
    private static final Duration OFFERED = Duration.ofMinutes(15);

    private final SecureRandom random = new SecureRandom();
    private final SecondFactorRepository factors;
    private final Sealing sealing;
    private final Journal journal;
    private final FactorSettings settings;
    private final Clock clock;

    @Inject
    public SecondFactors(
            SecondFactorRepository factors, Sealing sealing, Journal journal, FactorSettings settings, Clock clock) {
        this.factors = factors;
        this.sealing = sealing;
        this.journal = journal;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Whether an account has a second factor.
     *
     * @param since null if it has none
     * @param recoveryCodes how many are left
     */
    public record State(@Nullable Instant since, int recoveryCodes) {
        public boolean isOn() {
            return since != null;
        }
    }

    public State state(UUID account) {
        Optional<SecondFactor> factor = factors.find(account).filter(SecondFactor::isConfirmed);
        return new State(
                factor.map(SecondFactor::confirmedAt).orElse(null),
                factor.isPresent() ? factors.recoveryCodes(account) : 0);
    }

    /** Whether a login of the account asks for it. */
    public boolean isOn(UUID account) {
        return factors.find(account).filter(SecondFactor::isConfirmed).isPresent();
    }

    /** Gives the account another secret, which counts once a code of it was shown; empty if one counts already. */
    public Optional<Secret> offer(Account account) {
        byte[] secret = new byte[SECRET];
        random.nextBytes(secret);
        byte[] sealed = sealing.seal(PURPOSE, account.id().toString(), secret);
        return factors.offer(account.id(), sealed, clock.instant())
                ? Optional.of(Secret.of(secret, account, settings.issuer()))
                : Optional.empty();
    }

    /** The secret counts from now on, if the code is of it and it was offered lately: the recovery codes. */
    public Optional<List<String>> confirm(Account account, String code) {
        Instant now = clock.instant();
        OptionalLong step = factors.find(account.id())
                .map(factor -> stepOf(factor, code, now))
                .orElse(OptionalLong.empty());
        if (step.isEmpty() || !factors.confirm(account.id(), step.getAsLong(), now.minus(OFFERED), now)) {
            return Optional.empty();
        }
        note(account, "enable-mfa");
        return Optional.of(newRecoveryCodes(account));
    }

    /** Uses up what was shown: whether it counted. */
    public boolean use(Account account, Shown shown) {
        if (shown instanceof Shown.Recovery recovery) {
            boolean used = factors.useRecoveryCode(account.id(), new RecoveryCode(recovery.text()).hash());
            if (used) {
                note(account, "use-recovery-code");
            }
            return used;
        }
        String digits = ((Shown.Code) shown).digits();
        return factors.find(account.id())
                .filter(SecondFactor::isConfirmed)
                .map(factor -> stepOf(factor, digits, clock.instant()))
                .filter(step -> step.isPresent() && factors.use(account.id(), step.getAsLong()))
                .isPresent();
    }

    /** Puts other recovery codes in the place of those there are. */
    public List<String> renewRecoveryCodes(Account account) {
        note(account, "renew-recovery-codes");
        return newRecoveryCodes(account);
    }

    /** The account has no second factor any more: whether it had one. */
    public boolean remove(Account account) {
        boolean removed = factors.remove(account.id());
        if (removed) {
            note(account, "disable-mfa");
        }
        return removed;
    }

    /** The account has no second factor any more, nor one that waits for its first code: whether it had one. @param actor {@code tenant/user} */
    public boolean reset(Account account, String actor) {
        boolean removed = factors.remove(account.id());
        if (removed) {
            journal.changed(
                    account.tenant(),
                    actor,
                    "reset-mfa",
                    "users/" + account.id(),
                    Map.of("mfa", true),
                    Map.of("mfa", false));
        }
        return removed;
    }

    private List<String> newRecoveryCodes(Account account) {
        List<RecoveryCode> codes = RecoveryCode.generate();
        factors.setRecoveryCodes(
                account.id(), codes.stream().map(RecoveryCode::hash).toList());
        return codes.stream().map(RecoveryCode::text).toList();
    }

    /** Of a secret that this node cannot open there are no codes. */
    private OptionalLong stepOf(SecondFactor factor, String code, Instant now) {
        return sealing.open(PURPOSE, factor.account().toString(), factor.sealed())
                .map(secret -> TimeCode.stepOf(secret, code, now))
                .orElse(OptionalLong.empty());
    }

    private void note(Account account, String action) {
        journal.note(account.tenant(), account.id(), action, "users/" + account.id(), null);
    }
}
