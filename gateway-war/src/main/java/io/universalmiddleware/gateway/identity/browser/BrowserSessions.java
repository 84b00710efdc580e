package io.universalmiddleware.gateway.identity.browser;

import io.universalmiddleware.contracts.rows.RowScope;
import io.universalmiddleware.gateway.identity.journal.Journal;
import io.universalmiddleware.gateway.identity.request.Client;
import io.universalmiddleware.gateway.identity.request.CurrentUser;
import io.universalmiddleware.gateway.identity.session.RefreshBudget;
import io.universalmiddleware.gateway.identity.session.Sessions;
import io.universalmiddleware.gateway.identity.session.Sessions.Proved;
import io.universalmiddleware.gateway.identity.token.OpaqueToken;
import io.universalmiddleware.persistence.identity.AccountRepository;
import io.universalmiddleware.persistence.identity.BrowserSessionRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * The sessions that browsers hold. It is a user's session like any other: listed, ended by whoever ends that, idle and over at the same
 * times; the browser holds a secret of it, of which a hash is kept. Each act is a transaction.
 */
@ApplicationScoped
public class BrowserSessions {
    private static final String PREFIX = "umb_";

    private BrowserSessionRepository held;
    private Sessions sessions;
    private RefreshBudget budget;
    private AccountRepository accounts;
    private Journal journal;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected BrowserSessions() {}

    @Inject
    public BrowserSessions(
            BrowserSessionRepository held,
            Sessions sessions,
            RefreshBudget budget,
            AccountRepository accounts,
            Journal journal) {
        this.held = held;
        this.sessions = sessions;
        this.budget = budget;
        this.accounts = accounts;
        this.journal = journal;
    }

    /**
     * A browser holds a user's session from now on: the secret for its cookie; empty if one holds it already.
     *
     * @param before the secret that it held until now, if any: the session of that ends, whatever tenant it is of
     */
    @Transactional
    public Optional<OpaqueToken> give(CurrentUser user, Optional<String> before) {
        try (RowScope.Entry all = RowScope.PLATFORM.enter()) {
            return handed(user, before);
        }
    }

    private Optional<OpaqueToken> handed(CurrentUser user, Optional<String> before) {
        Optional<UUID> left = before.flatMap(this::find).filter(session -> !session.equals(user.session()));
        left.ifPresent(session -> sessions.hold(session, user.session()));
        OpaqueToken secret = OpaqueToken.generate(PREFIX);
        if (!held.add(secret.hash(), user.session())) {
            return Optional.empty();
        }
        left.ifPresent(session -> sessions.replace(session, user.account(), user.session()));
        accounts.find(user.account())
                .ifPresent(of ->
                        journal.note(of.tenant(), of.id(), "open-browser-session", "sessions/" + user.session(), null));
        return Optional.of(secret);
    }

    /** A browser has used a session that it holds, which goes on since then; empty if it has ended. */
    @Transactional
    public Optional<Proved> use(UUID session, Client client) {
        return sessions.use(session, client);
    }

    /** Which session a cookie is of, whether or not it goes on. */
    @Transactional
    public Optional<UUID> find(String secret) {
        return held.find(new OpaqueToken(secret).hash());
    }

    /** Takes a token of a session's budget: empty, or how long it is until there is one again. */
    @Transactional
    public Optional<Duration> take(UUID session) {
        return budget.takeOf(session);
    }

    /** Ends the session of a cookie: which, if it went on. */
    @Transactional
    public Optional<UUID> end(String secret) {
        return find(secret).filter(sessions::logOut);
    }
}
