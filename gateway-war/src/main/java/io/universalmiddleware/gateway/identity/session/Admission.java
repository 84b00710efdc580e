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
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What follows a right password, or a provider's word: a session or, where the account has a second factor, a challenge. A challenge is of one
 * account, counts for five minutes and lets in once; a wrong code does not use it up, and of one that followed a password, another password
 * ends it. Of it only a hash is kept. Each act is a transaction that holds the account.
 */
@ApplicationScoped
public class Admission {
    private static final String PREFIX = "umc_";
    private static final Duration LIFE = Duration.ofMinutes(5);
    /** RFC 8176. */
    private static final List<String> ONE = List.of("pwd");

    /** What a provider says that it has seen is not said again: that is another's word, and RFC 8176 has none for it. */
    private static final List<String> BY_PROVIDER = List.of("fed");

    private static final String PROVIDER_CHALLENGE = "provider-challenge";
    /** What a session's user has shown by the time that a challenge is met. */
    private static final Map<String, List<String>> MET =
            Map.of(WritingToOwners.CHALLENGE, Sessions.TWO_FACTORS, PROVIDER_CHALLENGE, List.of("fed", "otp", "mfa"));

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
                        ? Optional.of(challenge(account, WritingToOwners.CHALLENGE))
                        : sessions.begin(account, client, ONE).map(Outcome.In::new));
    }

    /** Goes on with an account whose user a provider has named; empty if it is kept out. @param provider its name */
    @Transactional
    public Optional<Outcome> byProvider(Account named, String provider, Client client) {
        return accounts.lock(named.id())
                .filter(now -> !now.disabled())
                .flatMap(account -> factors.isOn(account.id())
                        ? Optional.of(challenge(account, PROVIDER_CHALLENGE))
                        : sessions.begin(account, client, BY_PROVIDER, "provider " + provider)
                                .map(Outcome.In::new));
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
                .flatMap(account -> taken(challenge).flatMap(methods -> sessions.begin(account, client, methods)))
                .map(Outcome.In::new);
    }

    private Outcome challenge(Account account, String purpose) {
        OpaqueToken challenge = OpaqueToken.generate(PREFIX);
        challenges.addBeside(
                challenge.hash(), account.id(), purpose, clock.instant().plus(LIFE));
        return new Outcome.Challenged(challenge, LIFE);
    }

    private Optional<UUID> owner(String challenge) {
        byte[] hash = new OpaqueToken(challenge).hash();
        return MET.keySet().stream()
                .flatMap(purpose -> challenges.find(hash, purpose, clock.instant()).stream())
                .findFirst();
    }

    /** What its user has shown, if it still counted. */
    private Optional<List<String>> taken(String challenge) {
        byte[] hash = new OpaqueToken(challenge).hash();
        return MET.entrySet().stream()
                .filter(kind ->
                        challenges.take(hash, kind.getKey(), clock.instant()).isPresent())
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
