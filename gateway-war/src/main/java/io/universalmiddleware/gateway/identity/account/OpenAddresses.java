package io.universalmiddleware.gateway.identity.account;

import io.universalmiddleware.gateway.identity.settings.IdentitySettings;
import io.universalmiddleware.persistence.identity.Account;
import io.universalmiddleware.persistence.identity.AccountRepository;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Clock;

/**
 * An open address is one that an account may get: it has no other account, or one that is nobody's, since its address was never verified
 * and nobody could log in to it. Every method runs in the caller's transaction.
 */
@Dependent
public class OpenAddresses {
    private final AccountRepository accounts;
    private final IdentitySettings settings;
    private final Clock clock;

    @Inject
    public OpenAddresses(AccountRepository accounts, IdentitySettings settings, Clock clock) {
        this.accounts = accounts;
        this.settings = settings;
        this.clock = clock;
    }

    /** Whether an address is open to an account. */
    public boolean areOpenTo(Account account, Email wanted) {
        return accounts.find(account.tenant(), wanted.key())
                .filter(other -> !other.id().equals(account.id()))
                .filter(other -> !isNobodys(other))
                .isEmpty();
    }

    /**
     * Gives an account an address whose mailbox its owner has shown to read; an account of it that is nobody's goes.
     *
     * @return whether it was open; if not, the transaction can only roll back
     */
    public boolean give(Account account, Email address) {
        if (!settings.unverifiedLogin()) {
            accounts.removeNobodys(account.tenant(), address.key(), account.id());
        }
        return accounts.readdress(account.id(), address.text(), address.key(), clock.instant());
    }

    private boolean isNobodys(Account account) {
        return !settings.unverifiedLogin() && !account.isVerified() && !account.disabled();
    }
}
