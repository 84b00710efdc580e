package io.universalmiddleware.gateway.identity.profile;

import io.universalmiddleware.gateway.identity.account.Email;
import io.universalmiddleware.gateway.identity.account.OpenAddresses;
import io.universalmiddleware.gateway.identity.account.WritingToOwners;
import io.universalmiddleware.gateway.identity.journal.Journal;
import io.universalmiddleware.gateway.identity.request.CurrentUser;
import io.universalmiddleware.gateway.identity.request.Refusals;
import io.universalmiddleware.gateway.identity.session.Sessions;
import io.universalmiddleware.persistence.identity.Account;
import io.universalmiddleware.persistence.identity.AccountRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.UUID;

/**
 * Gives an account another address once its owner has shown that they read that mailbox. The address, the end of the other sessions, the
 * letter to the mailbox of before and the row in the audit commit together or not at all.
 */
@ApplicationScoped
public class ChangingAddress {
    private AccountRepository accounts;
    private OpenAddresses addresses;
    private WritingToOwners writing;
    private Sessions sessions;
    private Journal journal;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected ChangingAddress() {}

    @Inject
    public ChangingAddress(
            AccountRepository accounts,
            OpenAddresses addresses,
            WritingToOwners writing,
            Sessions sessions,
            Journal journal) {
        this.accounts = accounts;
        this.addresses = addresses;
        this.writing = writing;
        this.sessions = sessions;
        this.journal = journal;
    }

    /**
     * Writes to the new address how to show that it is the owner's, unless it was written to often. Nobody is told whether another account has
     * it: its owner is written to then that somebody wanted it.
     */
    @Transactional
    public void ask(UUID id, Email wanted) {
        Account account = Refusals.present(accounts.find(id));
        writing.offerAddress(account, wanted, addresses.areOpenTo(account, wanted));
    }

    /**
     * Uses a proof up, which is of the same account as the session.
     *
     * @throws io.universalmiddleware.contracts.problem.ProblemException 400 if it does not count, or the address got an account meanwhile
     */
    @Transactional
    public void confirm(CurrentUser user, String proof) {
        Account before = Refusals.present(accounts.lock(user.account()));
        boolean changed = writing.addressBy(before, proof)
                .map(to -> addresses.give(before, to))
                .orElse(false);
        if (!changed) {
            throw Refusals.invalid(
                    "/token", "expected a token of the last day, not used yet, for an address without an account");
        }
        writing.tellOfAddress(before);
        journal.note(before.tenant(), before.id(), "change-email", "users/" + before.id(), null);
        sessions.endAll(before.id(), user.session(), "address");
    }
}
