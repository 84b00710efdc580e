package io.universalmiddleware.gateway.identity.session;

import io.universalmiddleware.gateway.identity.account.WritingToOwners;
import io.universalmiddleware.gateway.identity.factor.SecondFactors;
import io.universalmiddleware.gateway.identity.factor.Shown;
import io.universalmiddleware.gateway.identity.request.Client;
import io.universalmiddleware.gateway.identity.session.LoggingIn.Outcome;
import io.universalmiddleware.gateway.identity.token.OpaqueToken;
import io.universalmiddleware.persistence.identity.Account;
import io.universalmiddleware.persistence.identity.AccountRepository;
import io.universalmiddleware.persistence.identity.ProofRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What follows a right password: a session or, where the account has a second factor, a challenge. A challenge is of one account, counts
 * for five minutes and lets in once; a wrong code does not use it up, and a password that was changed meanwhile ends it. Of it only a
 * hash is kept. Each act is a transaction that holds the account.
 */
@ApplicationScoped
public class Admission {
    private static final String PREFIX = "umc_";
    private static final Duration LIFE = Duration.ofMinutes(5);
    /** RFC 8176. */
    private static final List<String> ONE = List.of("pwd");

    private AccountRepository accounts;
    private SecondFactors factors;
    private ProofRepository challenges;
    private Sessions sessions;
    private Clock clock;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected Admission() {}

    @Inject
    public Admission(
            AccountRepository accounts,
            SecondFactors factors,
            ProofRepository challenges,
            Sessions sessions,
            Clock clock) {
        this.accounts = accounts;
        this.factors = factors;
        this.challenges = challenges;
        this.sessions = sessions;
        this.clock = clock;
    }

    /** Goes on with an account whose password was verified; empty if it is not what it was then. */
    @Transactional
    public Optional<Outcome> byPassword(Account verified, Client client) {
        return accounts.lock(verified.id())
                .filter(now -> !now.disabled() && now.password().equals(verified.password()))
                .flatMap(account -> factors.isOn(account.id())
                        ? Optional.of(challenge(account))
                        : sessions.begin(account, client, ONE).map(Outcome.In::new));
    }

    /** Whose challenge it is; empty if it does not count. */
    @Transactional
    public Optional<Account> challenged(String challenge) {
        return owner(challenge).flatMap(accounts::find);
    }

    /** Lets in whoever was challenged and showed the second factor; empty if it does not count, or the challenge no more. */
    @Transactional
    public Optional<Outcome> byChallenge(Account challenged, String challenge, Shown shown, Client client) {
        return accounts.lock(challenged.id())
                .filter(account -> !account.disabled())
                .filter(account -> owner(challenge).filter(account.id()::equals).isPresent())
                .filter(account -> factors.use(account, shown))
                .filter(account -> take(challenge))
                .flatMap(account -> sessions.begin(account, client, Sessions.TWO_FACTORS))
                .map(Outcome.In::new);
    }

    private Outcome challenge(Account account) {
        OpaqueToken challenge = OpaqueToken.generate(PREFIX);
        challenges.addBeside(
                challenge.hash(),
                account.id(),
                WritingToOwners.CHALLENGE,
                clock.instant().plus(LIFE));
        return new Outcome.Challenged(challenge, LIFE);
    }

    private Optional<UUID> owner(String challenge) {
        return challenges.find(new OpaqueToken(challenge).hash(), WritingToOwners.CHALLENGE, clock.instant());
    }

    private boolean take(String challenge) {
        return challenges
                .take(new OpaqueToken(challenge).hash(), WritingToOwners.CHALLENGE, clock.instant())
                .isPresent();
    }
}
