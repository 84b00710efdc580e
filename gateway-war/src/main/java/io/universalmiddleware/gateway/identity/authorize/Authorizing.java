package io.universalmiddleware.gateway.identity.authorize;

import io.universalmiddleware.gateway.identity.browser.BrowserSessions;
import io.universalmiddleware.gateway.identity.grant.AuthorizationCodes;
import io.universalmiddleware.gateway.identity.provider.OAuthException;
import io.universalmiddleware.gateway.identity.session.RefreshBudget;
import io.universalmiddleware.gateway.identity.session.Sessions.Proved;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;

/** Answers authorization requests of users that the platform knows: with a code, by the session that their browser holds. */
@ApplicationScoped
public class Authorizing {
    private BrowserSessions browsers;
    private AuthorizationCodes codes;
    private RefreshBudget budget;
    private Clock clock;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected Authorizing() {}

    @Inject
    public Authorizing(BrowserSessions browsers, AuthorizationCodes codes, RefreshBudget budget, Clock clock) {
        this.browsers = browsers;
        this.codes = codes;
        this.budget = budget;
        this.clock = clock;
    }

    /**
     * Where to send a browser that holds a session; empty if its user is to log in first, since they are not known, or should see who asks.
     */
    Optional<String> answer(AuthorizationRequest request, Browser browser) {
        return browser.secret()
                .filter(held -> request.isAnsweredToItAlone())
                .flatMap(browsers::find)
                .flatMap(session -> browsers.use(session, browser.client()))
                .filter(user -> isOfTenant(request, user)
                        && request.isFor(user.account())
                        && request.isMetBy(user.session(), clock.instant()))
                .map(user -> budget.takeAuthorization(user.session().id()).isPresent()
                        ? request.back().withError(AuthorizationError.TOO_OFTEN)
                        : code(request, user));
    }

    /**
     * Where to send the browser of a user who has logged in just now: with a code, if it is the one that the application means.
     *
     * @throws OAuthException if there is no such application any more
     */
    String code(AuthorizationRequest request, Proved user) {
        if (!request.isFor(user.account())) {
            return request.back().withError(AuthorizationError.ANOTHER_USER);
        }
        return codes.give(request.application().client().id(), user, request.asked())
                .map(code -> request.back().withCode(code.text()))
                .orElseThrow(() -> new OAuthException(
                        OAuthException.Code.INVALID_CLIENT,
                        "There is no such application any more, or it may ask for none of this."));
    }

    /** Whether a user is one of the application's tenant. */
    static boolean isOfTenant(AuthorizationRequest request, Proved user) {
        return user.account().tenant().equals(request.application().client().tenant());
    }
}
