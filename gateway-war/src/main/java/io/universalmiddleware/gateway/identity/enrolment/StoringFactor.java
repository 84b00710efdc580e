package io.universalmiddleware.gateway.identity.enrolment;

import io.universalmiddleware.gateway.identity.account.WritingToOwners;
import io.universalmiddleware.gateway.identity.factor.SecondFactors;
import io.universalmiddleware.gateway.identity.factor.SecondFactors.State;
import io.universalmiddleware.gateway.identity.factor.Secret;
import io.universalmiddleware.gateway.identity.factor.Shown;
import io.universalmiddleware.gateway.identity.request.Refusals;
import io.universalmiddleware.gateway.identity.session.Sessions;
import io.universalmiddleware.gateway.identity.session.Sessions.Proved;
import io.universalmiddleware.persistence.identity.Account;
import io.universalmiddleware.persistence.identity.AccountRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Stores what becomes of an account's second factor, with the end of its other sessions and the letter to its owner: all or nothing. Each
 * act is a transaction that holds the account.
 */
@ApplicationScoped
public class StoringFactor {
    private AccountRepository accounts;
    private SecondFactors factors;
    private Sessions sessions;
    private WritingToOwners writing;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected StoringFactor() {}

    @Inject
    public StoringFactor(
            AccountRepository accounts, SecondFactors factors, Sessions sessions, WritingToOwners writing) {
        this.accounts = accounts;
        this.factors = factors;
        this.sessions = sessions;
        this.writing = writing;
    }

    @Transactional
    public State state(UUID account) {
        return factors.state(account);
    }

    /** A secret that does not count yet; empty if one counts. */
    @Transactional
    public Optional<Secret> offer(UUID account) {
        return factors.offer(lock(account));
    }

    /** The recovery codes, if the code shows that the authenticator has the secret. The session is one of two factors from now on. */
    @Transactional
    public Optional<List<String>> confirm(UUID id, UUID session, String code) {
        Account account = lock(id);
        Optional<List<String>> codes = factors.confirm(account, code);
        codes.ifPresent(set -> {
            sessions.prove(session);
            sessions.endAll(id, session, "mfa");
            writing.tellOfFactor(account, "was set up");
        });
        return codes;
    }

    /** Uses up what was shown and removes the second factor: whether it counted. */
    @Transactional
    public boolean remove(UUID id, UUID session, Shown shown) {
        Account account = lock(id);
        boolean removed = factors.use(account, shown) && factors.remove(account);
        if (removed) {
            sessions.endAll(id, session, "mfa");
            writing.tellOfFactor(account, "was removed");
        }
        return removed;
    }

    /**
     * Removes the second factor of somebody who has lost it; every session of theirs ends.
     *
     * @param actor {@code tenant/user}
     * @param tenant whose users alone are found; null for all
     * @return whether there is such a user, and they had one
     */
    @Transactional
    public boolean reset(String actor, UUID id, @Nullable String tenant) {
        return accounts.lock(id)
                .filter(found -> tenant == null || found.tenant().value().equals(tenant))
                .filter(found -> factors.reset(found, actor))
                .map(account -> {
                    sessions.endAll(id, null, "administrator");
                    writing.tellOfFactor(account, "was removed by an administrator");
                    return account;
                })
                .isPresent();
    }

    /** Uses up what was shown: other recovery codes, if it counted. */
    @Transactional
    public Optional<List<String>> renewRecoveryCodes(UUID id, Shown shown) {
        Account account = lock(id);
        if (!factors.use(account, shown)) {
            return Optional.empty();
        }
        writing.tellOfFactor(account, "got other recovery codes");
        return Optional.of(factors.renewRecoveryCodes(account));
    }

    /** Uses up what was shown: the session, proved by two factors now, if it counted. */
    @Transactional
    public Optional<Proved> prove(UUID id, UUID session, Shown shown) {
        Account account = lock(id);
        return factors.use(account, shown)
                ? sessions.prove(session).map(proved -> new Proved(account, proved))
                : Optional.empty();
    }

    /** The account, if it is there and may be used; nobody else changes it until the transaction ends. */
    private Account lock(UUID id) {
        return Refusals.present(accounts.lock(id));
    }
}
