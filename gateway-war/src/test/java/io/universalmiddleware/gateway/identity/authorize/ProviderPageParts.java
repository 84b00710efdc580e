package io.universalmiddleware.gateway.identity.authorize;

import io.universalmiddleware.contracts.audit.Denial;
import io.universalmiddleware.gateway.identity.external.login.BeginningLogin;
import io.universalmiddleware.gateway.identity.external.login.BeginningLogin.Begun;
import io.universalmiddleware.gateway.identity.external.login.FinishingLogin;
import io.universalmiddleware.gateway.identity.external.login.PendingLogins;
import io.universalmiddleware.gateway.identity.external.provider.LoginTicket;
import io.universalmiddleware.gateway.identity.provider.Form;
import io.universalmiddleware.gateway.identity.rest.Guard;
import io.universalmiddleware.gateway.identity.session.AnsweringChallenge;
import io.universalmiddleware.gateway.identity.session.DeniedLogins;
import io.universalmiddleware.gateway.identity.session.LoggingIn;
import io.universalmiddleware.gateway.identity.session.Sessions.Live;
import jakarta.enterprise.event.Event;
import java.util.Optional;
import java.util.function.Function;

/** Logins by providers on the platform's page for tests. */
public final class ProviderPageParts {
    private final AuthorizeParts requests;
    private final OfferingLogins offering;
    private final LoggingInByProvider logins;
    private final RecognizingLogins recognizing;
    private final LoggingInToApplications codes;

    /** What a browser got. @param text of a page @param begun where it left for @param sent where it was sent, logged in */
    public record Got(int status, String text, Optional<Begun> begun, Optional<AuthorizeParts.Sent> sent) {}

    /** Work on what logs in, in a transaction. */
    public interface Transactions {
        <T> T run(Function<LoggedIn, T> work);
    }

    public ProviderPageParts(
            AuthorizeParts requests,
            BeginningLogin beginning,
            PendingLogins pending,
            FinishingLogin finishing,
            AnsweringChallenge answering,
            Event<Denial> denials,
            Transactions transactions) {
        this.requests = requests;
        recognizing = new RecognizingLogins(pending, requests.tokens());
        offering = new OfferingLogins(beginning);
        LoggedIn loggedIn = new LoggedIn() {
            @Override
            Optional<Sent> send(AuthorizationRequest request, Live live, Browser browser) {
                return transactions.run(l -> l.send(request, live, browser));
            }
        };
        logins = new LoggingInByProvider(beginning, finishing, offering, open(), loggedIn);
        codes = new LoggingInToApplications(
                new LoggingIn() {}, answering, new DeniedLogins(denials), loggedIn, offering);
    }

    /** The page on which a user is to log in. */
    public Got page(String request) {
        return got(new LoginOutcome.Asked(offering.page(200, requests.valid(request), Optional.empty())));
    }

    public Got begin(String request, String provider) {
        return got(logins.begin(requests.valid(request), provider, AuthorizeParts.browser(Optional.empty())));
    }

    /** Empty if no login is answered. @param path where the answer came to @param answer the provider's, a query */
    public Optional<Got> finish(String path, LoginTicket ticket, String answer, Optional<String> cookie) {
        Form form = Form.parse(answer);
        return recognizing
                .find("__Host-um-login=" + ticket.text(), path, form)
                .map(login -> logins.finish(
                        requests.valid(login.request()), login.ticket(), form, AuthorizeParts.browser(cookie)))
                .map(ProviderPageParts::got);
    }

    /** What the page that asks for the second factor posts. */
    public Got code(String request, String challenge, String code) {
        return got(codes.logIn(
                requests.valid(request),
                Form.parse("challenge=" + challenge + "&code=" + code),
                AuthorizeParts.browser(Optional.empty())));
    }

    private static Got got(LoginOutcome outcome) {
        if (outcome instanceof LoginOutcome.Leaving leaving) {
            return new Got(200, "", Optional.of(leaving.begun()), Optional.empty());
        } else if (outcome instanceof LoginOutcome.In in) {
            return new Got(303, "", Optional.empty(), Optional.of(AuthorizeParts.sent(in.sent())));
        }
        Page page = ((LoginOutcome.Asked) outcome).page();
        return new Got(page.status(), page.body(), Optional.empty(), Optional.empty());
    }

    private static Guard open() {
        return new Guard() {
            @Override
            public void requireReady() {}

            @Override
            public void requirePatience(String address) {}
        };
    }
}
