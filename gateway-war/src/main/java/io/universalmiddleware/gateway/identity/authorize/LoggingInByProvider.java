package io.universalmiddleware.gateway.identity.authorize;

import io.universalmiddleware.contracts.problem.Problem;
import io.universalmiddleware.contracts.problem.ProblemException;
import io.universalmiddleware.contracts.problem.ProblemType;
import io.universalmiddleware.gateway.identity.external.login.BeginningLogin;
import io.universalmiddleware.gateway.identity.external.login.FinishingLogin;
import io.universalmiddleware.gateway.identity.external.login.Identifying.Brought;
import io.universalmiddleware.gateway.identity.external.provider.AuthorizationUrl.Wishes;
import io.universalmiddleware.gateway.identity.external.provider.ExchangingCode.Answer;
import io.universalmiddleware.gateway.identity.external.provider.LoginTicket;
import io.universalmiddleware.gateway.identity.provider.Form;
import io.universalmiddleware.gateway.identity.request.Refusals;
import io.universalmiddleware.gateway.identity.rest.Guard;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Logs users in to applications by the providers of their tenant. The browser in which a login was begun holds its ticket and finishes it. Where a
 * provider fails, its user is told and offered the other ways.
 */
@ApplicationScoped
public class LoggingInByProvider {
    private static final Problem NOT_LOGGED_IN =
            Problem.of(ProblemType.UNAUTHENTICATED, "The provider has not logged you in.");

    private BeginningLogin beginning;
    private FinishingLogin finishing;
    private OfferingLogins offering;
    private Guard guard;
    private LoggedIn loggedIn;

    @SuppressWarnings("NullAway.Init") // for the client proxy
    protected LoggingInByProvider() {}

    @Inject
    public LoggingInByProvider(
            BeginningLogin beginning,
            FinishingLogin finishing,
            OfferingLogins offering,
            Guard guard,
            LoggedIn loggedIn) {
        this.beginning = beginning;
        this.finishing = finishing;
        this.offering = offering;
        this.guard = guard;
        this.loggedIn = loggedIn;
    }

    /** @param provider its name */
    LoginOutcome begin(AuthorizationRequest request, String provider, Browser browser) {
        return done(
                request,
                browser,
                () -> new LoginOutcome.Leaving(
                        provider,
                        beginning.beginAtPage(
                                request.application().client().tenant(),
                                provider,
                                LoginPage.callback(request, provider),
                                request.text(),
                                wishes(request))));
    }

    /**
     * The login is over then, whatever comes of it.
     *
     * @param ticket of the login that completes the request
     * @param answer the provider's, as the browser brought it
     * @throws RuntimeException if it cannot be finished now; it goes on then unless the store has failed meanwhile
     */
    LoginOutcome finish(AuthorizationRequest request, LoginTicket ticket, Form answer, Browser browser) {
        Optional<String> code = answer.find("code");
        if (code.isEmpty()) {
            return offering.again(request, NOT_LOGGED_IN);
        }
        Brought brought = new Brought(
                request.application().client().tenant(),
                ticket,
                answer.find("state").orElse(""),
                new Answer(code.get(), answer.find("iss").orElse(null)),
                null,
                browser.client());
        return done(
                request,
                browser,
                () -> loggedIn.after(request, finishing.finish(brought), browser)
                        .orElseGet(() -> offering.again(request, NOT_LOGGED_IN)));
    }

    private LoginOutcome done(AuthorizationRequest request, Browser browser, Supplier<LoginOutcome> work) {
        guard.requireReady();
        guard.requirePatience(browser.client().address());
        try {
            return Refusals.stored(work);
        } catch (ProblemException refused) {
            return offering.again(request, refused.problem());
        }
    }

    private static Wishes wishes(AuthorizationRequest request) {
        return new Wishes(
                request.prompt().contains("login") || request.maxAge().isPresent(),
                request.prompt().contains("select_account"),
                request.hint());
    }
}
