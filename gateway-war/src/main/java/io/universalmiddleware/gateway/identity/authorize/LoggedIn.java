package io.universalmiddleware.gateway.identity.authorize;

import io.universalmiddleware.gateway.identity.browser.BrowserSessions;
import io.universalmiddleware.gateway.identity.provider.OAuthException;
import io.universalmiddleware.gateway.identity.request.CurrentUser;
import io.universalmiddleware.gateway.identity.session.LoggingIn.Outcome;
import io.universalmiddleware.gateway.identity.session.Sessions;
import io.universalmiddleware.gateway.identity.session.Sessions.Live;
import io.universalmiddleware.gateway.identity.session.Sessions.Proved;
import io.universalmiddleware.gateway.identity.token.OpaqueToken;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;

/**
 * Hands the session of who has logged in just now to their browser, in the place of what it held before, and answers the request that they logged in
 * for.
 */
@ApplicationScoped
public class LoggedIn {
    private BrowserSessions browsers;
    private Authorizing authorizing;
    private Sessions sessions;

    /** @param cookie the secret of the browser's cookie @param url where to send the browser */
    record Sent(OpaqueToken cookie, String url) {}

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected LoggedIn() {}

    @Inject
    public LoggedIn(BrowserSessions browsers, Authorizing authorizing, Sessions sessions) {
        this.browsers = browsers;
        this.authorizing = authorizing;
        this.sessions = sessions;
    }

    /** What follows a login: its user is in, asked for the second factor, or to wait; empty if it failed. */
    Optional<LoginOutcome> after(AuthorizationRequest request, Outcome outcome, Browser browser) {
        if (outcome instanceof Outcome.Challenged challenged) {
            return Optional.of(
                    new LoginOutcome.Asked(LoginPage.factor(200, request, challenged.challenge(), Optional.empty())));
        } else if (outcome instanceof Outcome.TooMany tooMany) {
            return Optional.of(new LoginOutcome.TooMany(tooMany.again()));
        }
        return outcome instanceof Outcome.In in
                ? send(request, in.live(), browser).map(LoginOutcome.In::new)
                : Optional.empty();
    }

    /** Empty, and the session over, if the user is not one of the application's tenant: a challenge of another was brought here. */
    Optional<Sent> send(AuthorizationRequest request, Live live, Browser browser) {
        Proved user = new Proved(live.account(), live.session());
        if (!Authorizing.isOfTenant(request, user)) {
            sessions.logOut(live.session().id());
            return Optional.empty();
        }
        try {
            String url = authorizing.code(request, user); // before the browser's session is another
            return browsers.give(
                            new CurrentUser(live.account().id(), live.session().id()), browser.secret())
                    .map(cookie -> new Sent(cookie, url));
        } catch (OAuthException gone) {
            sessions.logOut(live.session().id()); // no browser holds it
            throw gone;
        }
    }
}
