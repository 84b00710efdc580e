package io.universalmiddleware.gateway.identity.session;

import io.universalmiddleware.gateway.identity.factor.SecondFactors;
import io.universalmiddleware.gateway.identity.factor.Shown;
import io.universalmiddleware.gateway.identity.request.Client;
import io.universalmiddleware.gateway.identity.session.Challenges.Met;
import io.universalmiddleware.gateway.identity.session.LoggingIn.Outcome;
import io.universalmiddleware.gateway.identity.session.Sessions.Live;
import io.universalmiddleware.persistence.identity.Account;
import io.universalmiddleware.persistence.identity.AccountRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;

/**
 * What follows a right password, or a provider's word: a session or, where the account has a second factor, a challenge. Each act is a
 * transaction that holds the account.
 */
@ApplicationScoped
public class Admission {
    /** RFC 8176. */
    private static final List<String> ONE = List.of("pwd");

    /** What a provider says that it has seen is not said again: that is another's word, and RFC 8176 has none for it. */
    private static final List<String> BY_PROVIDER = List.of("fed");

    private AccountRepository accounts;
    private SecondFactors factors;
    private Challenges challenges;
    private Sessions sessions;
    private ProviderSessions providers;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected Admission() {}

    @Inject
    public Admission(
            AccountRepository accounts,
            SecondFactors factors,
            Challenges challenges,
            Sessions sessions,
            ProviderSessions providers) {
        this.accounts = accounts;
        this.factors = factors;
        this.challenges = challenges;
        this.sessions = sessions;
        this.providers = providers;
    }

    /** Goes on with an account whose password was verified; empty if it is not what it was then. */
    @Transactional
    public Optional<Outcome> byPassword(Account verified, Client client) {
        return accounts.lock(verified.id())
                .filter(now -> !now.disabled() && now.password().equals(verified.password()))
                .flatMap(account -> factors.isOn(account.id())
                        ? Optional.of(challenges.afterPassword(account))
                        : sessions.begin(account, client, ONE).map(Outcome.In::new));
    }

    /** Goes on with an account whose user a provider has named; empty if it is kept out. */
    @Transactional
    public Optional<Outcome> byProvider(Account named, ProviderLogin by, Client client) {
        return accounts.lock(named.id())
                .filter(now -> !now.disabled())
                .flatMap(account -> factors.isOn(account.id())
                        ? Optional.of(challenges.afterProvider(account, by))
                        : begun(account, by, client).map(Outcome.In::new));
    }

    /** Whose challenge it is; empty if it does not count. */
    @Transactional
    public Optional<Account> challenged(String challenge) {
        return challenges.owner(challenge).flatMap(accounts::find);
    }

    /** Lets in whoever was challenged and showed the second factor; empty if it does not count, or the challenge no more. */
    @Transactional
    public Optional<Outcome> byChallenge(Account challenged, String challenge, Shown shown, Client client) {
        return accounts.lock(challenged.id())
                .filter(account -> !account.disabled())
                .filter(account ->
                        challenges.owner(challenge).filter(account.id()::equals).isPresent())
                .filter(account -> factors.use(account, shown))
                .flatMap(account -> challenges.take(challenge).flatMap(met -> begun(account, met, client)))
                .map(Outcome.In::new);
    }

    private Optional<Live> begun(Account account, ProviderLogin by, Client client) {
        Optional<Live> live = sessions.begin(account, client, BY_PROVIDER, "provider " + by.name());
        live.ifPresent(begun -> providers.begun(begun.session().id(), by));
        return live;
    }

    private Optional<Live> begun(Account account, Met met, Client client) {
        Optional<Live> live = sessions.begin(account, client, met.methods());
        live.ifPresent(begun ->
                met.by().ifPresent(by -> providers.begun(begun.session().id(), by)));
        return live;
    }
}
