package io.universalmiddleware.gateway.identity.external.login;

import io.universalmiddleware.gateway.definition.ProviderDefinition;
import io.universalmiddleware.gateway.identity.account.WritingToOwners;
import io.universalmiddleware.gateway.identity.journal.Journal;
import io.universalmiddleware.persistence.identity.Account;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** Tells the audit and the owner of an account what becomes of its linked identities. Every method runs in the caller's transaction. */
@Dependent
public class TellingOfIdentities {
    private final Journal journal;
    private final WritingToOwners writing;

    @Inject
    public TellingOfIdentities(Journal journal, WritingToOwners writing) {
        this.journal = journal;
        this.writing = writing;
    }

    void linked(Account account, UUID identity, ProviderDefinition provider) {
        note(account, "link-identity", "identities/" + identity, "provider " + provider.name());
        writing.tellOfIdentity(account, "can be logged in to by the provider " + provider.name());
    }

    void unlinked(Account account, UUID identity) {
        journal.note(account.tenant(), account.id(), "unlink-identity", "identities/" + identity, null);
        writing.tellOfIdentity(account, "can be logged in to no more by a provider that was linked");
    }

    /** @param roles from now on */
    void rolesChanged(Account account, Set<String> roles, String why) {
        note(
                account,
                "change-roles",
                "users/" + account.id(),
                why + ": " + new TreeSet<>(account.roles()) + " becomes " + new TreeSet<>(roles));
    }

    private void note(Account account, String action, String subject, String reason) {
        journal.note(account.tenant(), account.id(), action, subject, reason);
    }
}
