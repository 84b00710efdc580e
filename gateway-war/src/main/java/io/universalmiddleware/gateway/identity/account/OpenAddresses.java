package io.universalmiddleware.gateway.identity.account;

import io.universalmiddleware.gateway.identity.journal.Journal;
import io.universalmiddleware.gateway.identity.settings.IdentitySettings;
import io.universalmiddleware.persistence.identity.Account;
import io.universalmiddleware.persistence.identity.AccountRepository;
import io.universalmiddleware.persistence.identity.NobodysAccountRepository;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Clock;

/**
 * An open address is one that an account may get: it has no other account, or one that is nobody's, since its address was never verified
 * and it was neither used nor disabled. Every method runs in the caller's transaction.
 */
@Dependent
public class OpenAddresses {
    private final AccountRepository accounts;
    private final NobodysAccountRepository nobodys;
    private final IdentitySettings settings;
    private final Journal journal;
    private final Clock clock;

    @Inject
    public OpenAddresses(
            AccountRepository accounts,
            NobodysAccountRepository nobodys,
            IdentitySettings settings,
            Journal journal,
            Clock clock) {
        this.accounts = accounts;
        this.nobodys = nobodys;
        this.settings = settings;
        this.journal = journal;
        this.clock = clock;
    }

    /** Whether an address is open to an account. */
    public boolean areOpenTo(Account account, Email wanted) {
        return !nobodys.isTaken(account.tenant(), wanted.key(), account.id(), settings.unverifiedLogin());
    }

    /**
     * Gives an account an address whose mailbox its owner has shown to read; an account of it that is nobody's goes.
     *
     * @return whether it was open; if not, the transaction can only roll back
     */
    public boolean give(Account account, Email address) {
        if (!settings.unverifiedLogin()) {
            nobodys.remove(account.tenant(), address.key(), account.id())
                    .ifPresent(gone -> journal.note(
                            account.tenant(),
                            account.id(),
                            "delete-user",
                            "users/" + gone,
                            "its address was never verified"));
        }
        return accounts.readdress(account.id(), address.text(), address.key(), clock.instant());
    }
}
