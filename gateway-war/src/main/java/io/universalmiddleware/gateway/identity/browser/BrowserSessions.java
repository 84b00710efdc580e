package io.universalmiddleware.gateway.identity.browser;

import io.universalmiddleware.gateway.identity.request.Client;
import io.universalmiddleware.gateway.identity.session.Sessions;
import io.universalmiddleware.gateway.identity.session.Sessions.Proved;
import io.universalmiddleware.gateway.identity.token.OpaqueToken;
import io.universalmiddleware.persistence.identity.BrowserSessionRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
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

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected BrowserSessions() {}

    @Inject
    public BrowserSessions(BrowserSessionRepository held, Sessions sessions) {
        this.held = held;
        this.sessions = sessions;
    }

    /** A browser holds a session from now on, and no other one does: the secret for its cookie. */
    @Transactional
    public OpaqueToken give(UUID session) {
        OpaqueToken secret = OpaqueToken.generate(PREFIX);
        held.add(secret.hash(), session);
        return secret;
    }

    /** The session of a cookie, which goes on since it was used; empty if there is none that does. */
    @Transactional
    public Optional<Proved> use(String secret, Client client) {
        return find(secret).flatMap(session -> sessions.use(session, client));
    }

    /** Which session a cookie is of, whether or not it goes on. */
    @Transactional
    public Optional<UUID> find(String secret) {
        return held.find(new OpaqueToken(secret).hash());
    }

    /** Ends the session of a cookie. */
    @Transactional
    public void end(String secret) {
        find(secret).ifPresent(sessions::logOut);
    }
}
