package io.universalmiddleware.gateway.identity.profile;

import io.universalmiddleware.gateway.control.Precondition;
import io.universalmiddleware.gateway.identity.journal.Journal;
import io.universalmiddleware.gateway.identity.request.Refusals;
import io.universalmiddleware.persistence.identity.Account;
import io.universalmiddleware.persistence.identity.AccountRepository;
import io.universalmiddleware.persistence.identity.Profile;
import io.universalmiddleware.persistence.identity.ProfileRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads and changes the profiles of accounts that are there; each act is a transaction. */
@ApplicationScoped
public class Profiles {
    private static final int MOST_PREFERENCES = 50;

    private AccountRepository accounts;
    private ProfileRepository profiles;
    private Journal journal;
    private Clock clock;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected Profiles() {}

    @Inject
    public Profiles(AccountRepository accounts, ProfileRepository profiles, Journal journal, Clock clock) {
        this.accounts = accounts;
        this.profiles = profiles;
        this.journal = journal;
        this.clock = clock;
    }

    /** An account with its profile. */
    public record Owned(Account account, Profile profile) {

        /** Another for each state that the owner can see: every change counts, and the address is verified once. */
        public long edition() {
            return 2 * profile.edition() + (account.isVerified() ? 1 : 0);
        }
    }

    @Transactional
    public Owned read(UUID account) {
        return new Owned(Refusals.present(accounts.find(account)), profiles.find(account));
    }

    /**
     * Changes a profile, with a row in the audit that says so and not what it says.
     *
     * @param ifMatch the value of {@code If-Match}
     * @throws io.universalmiddleware.contracts.problem.ProblemException 412 if it is not at that, 400 if there were too many preferences
     */
    @Transactional
    public Owned change(UUID id, @Nullable String ifMatch, ProfileChange change) {
        Owned before = new Owned(Refusals.present(accounts.lock(id)), profiles.find(id));
        Precondition.check(ifMatch, before.edition());
        Profile after = change.of(before.profile());
        if (after.preferences().size() > MOST_PREFERENCES) {
            throw Refusals.invalid("/preferences", "expected at most " + MOST_PREFERENCES + " in all");
        }
        if (!after.equals(before.profile())) {
            profiles.save(after, clock.instant());
            journal.note(before.account().tenant(), id, "change-profile", "users/" + id, null);
        }
        return new Owned(before.account(), profiles.find(id));
    }
}
